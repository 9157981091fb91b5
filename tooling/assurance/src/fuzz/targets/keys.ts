import { execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Algorithm, exportKey, importKey, type Jwk, thumbprint } from '@countersign/jwt';
import fc from 'fast-check';
import { damagedBytes, damagedText } from '../damage.ts';
import type { Target } from '../target.ts';
import { isCountersignError } from './typed.ts';

const PASSPHRASE = 'passphrase';
const PAIRS = [
  generateKeyPairSync('rsa', { modulusLength: 2048 }),
  generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  generateKeyPairSync('ed25519'),
];

const PEMS = PAIRS.flatMap(({ privateKey, publicKey }) => {
  const isEc = privateKey.asymmetricKeyType === 'ec';
  const isRsa = privateKey.asymmetricKeyType === 'rsa';
  return [
    privateKey.export({ format: 'pem', type: 'pkcs8' }),
    publicKey.export({ format: 'pem', type: 'spki' }),
    ...(isRsa
      ? [
          privateKey.export({ format: 'pem', type: 'pkcs1' }),
          publicKey.export({ format: 'pem', type: 'pkcs1' }),
        ]
      : []),
    ...(isEc ? [privateKey.export({ format: 'pem', type: 'sec1' })] : []),
  ].map(String);
});
const JWKS = PAIRS.flatMap(({ privateKey, publicKey }) =>
  [privateKey, publicKey].map((key) => JSON.stringify(key.export({ format: 'jwk' }))),
);
const OPENSSH = openSshFiles('');
// Of one round each; a damaged one may ask for any number.
const ENCRYPTED_OPENSSH = openSshFiles(PASSPHRASE).filter((text) => text.startsWith('-----'));
const MAX_ROUNDS = 16;
const ENCRYPTED = PAIRS.map(({ privateKey }) =>
  String(privateKey.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: PASSPHRASE })),
);

const LABELS = [
  'PRIVATE KEY',
  'PUBLIC KEY',
  'RSA PRIVATE KEY',
  'RSA PUBLIC KEY',
  'EC PRIVATE KEY',
  'CERTIFICATE',
  'OPENSSH PRIVATE KEY',
  'ENCRYPTED PRIVATE KEY',
  'DSA PRIVATE KEY',
];
const WORDS = [
  '-----',
  '-----BEGIN ',
  '-----END ',
  '\n',
  '=',
  'Proc-Type: 4,ENCRYPTED\n',
  'DEK-Info: AES-256-CBC,00\n',
  'ssh-rsa ',
  'ssh-ed25519 ',
  'ecdsa-sha2-nistp256 ',
  '{',
  '"kty":"oct"',
  '"k":"AA"',
  '"crv":"P-256"',
  '"alg":"HS256"',
  '"use":"enc"',
  '"key_ops":["sign"]',
  '"oth":[]',
  '"__proto__":1',
  'null',
  'AAAA',
  '\uFEFF',
  ...LABELS.slice(0, 3),
];

const DERS = [...PEMS, ...OPENSSH.filter((text) => text.startsWith('-----'))].map(derOf);

/** PEM around damaged bytes. */
const rewrapped = fc
  .tuple(fc.constantFrom(...LABELS), damagedBytes(DERS))
  .map(
    ([label, der]) =>
      `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`,
  );

/** JWKs with members that are not what they should be. */
const jwk = fc
  .tuple(
    fc.constantFrom(...JWKS),
    fc.dictionary(
      fc.constantFrom(
        'kty',
        'crv',
        'x',
        'y',
        'd',
        'n',
        'e',
        'p',
        'q',
        'dp',
        'dq',
        'qi',
        'k',
        'alg',
        'use',
        'key_ops',
        'kid',
        'oth',
      ),
      fc.oneof(
        fc.constantFrom('RSA', 'EC', 'OKP', 'oct', 'P-256', 'Ed25519', 'X25519', '', 'AA', 'AQAB', 'AAAA'),
        fc.jsonValue({ maxDepth: 2 }),
      ),
      { maxKeys: 3 },
    ),
  )
  .map(([text, members]): Jwk => ({ ...JSON.parse(text), ...members }));

interface Input {
  readonly source: string | Uint8Array | Jwk;
  readonly algorithm: Algorithm;
  readonly passphrase: string | undefined;
  readonly maxRounds?: number;
}

const algorithm = fc.constantFrom<Algorithm>(
  'HS256',
  'RS256',
  'PS256',
  'ES256',
  'ES384',
  'ES512',
  'Ed25519',
  'EdDSA',
  'ML-DSA-44',
);
const none = fc.constant(undefined);

/** Imports a key and describes it. */
export const keys: Target<Input> = {
  name: 'keys',
  inputs: fc.oneof(
    {
      arbitrary: fc.record({
        source: damagedText([...PEMS, ...OPENSSH, ...JWKS], WORDS),
        algorithm,
        passphrase: none,
      }),
      weight: 4,
    },
    { arbitrary: fc.record({ source: rewrapped, algorithm, passphrase: none }), weight: 4 },
    { arbitrary: fc.record({ source: jwk, algorithm, passphrase: none }), weight: 4 },
    { arbitrary: fc.record({ source: damagedBytes(DERS), algorithm, passphrase: none }), weight: 1 },
    {
      arbitrary: fc.record({
        source: fc.string({ unit: 'binary', maxLength: 200 }),
        algorithm,
        passphrase: none,
      }),
      weight: 1,
    },
    {
      arbitrary: fc.record({
        source: damagedText(ENCRYPTED, WORDS),
        algorithm,
        passphrase: fc.constantFrom(PASSPHRASE, 'wrong', ''),
      }),
      weight: 1,
    },
    {
      arbitrary: fc.record({
        source: damagedText(ENCRYPTED_OPENSSH, WORDS),
        algorithm,
        passphrase: fc.constantFrom(PASSPHRASE, 'wrong', ''),
        maxRounds: fc.constant(MAX_ROUNDS),
      }),
      weight: 1,
    },
  ),
  async answer({ source, algorithm, passphrase, maxRounds }) {
    const key = await importKey(source, {
      algorithm,
      ...(passphrase !== undefined && { passphrase }),
      ...(maxRounds !== undefined && { maxRounds }),
    });
    if (key.kind === 'secret') return;
    await thumbprint(key);
    const pem = await exportKey(key, 'pem');
    // The platform must agree that what was accepted is a key.
    if (key.kind === 'private') createPrivateKey(pem);
    else createPublicKey(pem);
  },
  isTyped: isCountersignError,
  ceiling: ({ passphrase }) => (passphrase === undefined ? 100 : 1000),
};

/** Key files of ssh-keygen: both halves of each kind. */
function openSshFiles(passphrase: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-fuzz-'));
  try {
    return ['rsa', 'ecdsa', 'ed25519'].flatMap((type) => {
      const path = join(folder, type);
      execFileSync('ssh-keygen', [
        '-q',
        '-t',
        type,
        '-N',
        passphrase,
        '-a',
        '1',
        '-C',
        'me@host',
        '-f',
        path,
      ]);
      return [readFileSync(path, 'utf8'), readFileSync(`${path}.pub`, 'utf8')];
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function derOf(pem: string): Uint8Array {
  return Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
}
