// @module-tag openssl
import { writeFileSync } from 'node:fs';
import { countCases, differentialRuns, differentialSeed } from '@countersign/vitest-config/differential';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { type Algorithm, importKey, signJws, verifyJws } from './index.ts';
import { KeyFolder, run } from './testing/tools.ts';

// Signatures of the openssl command, verified here, and the other way round, over random payloads.

const folder = new KeyFolder();
afterAll(() => folder.remove());

interface Kind {
  readonly algorithm: Algorithm;
  readonly key: readonly string[];
  readonly sign: readonly string[];
}

const pss = ['-pkeyopt', 'rsa_padding_mode:pss', '-pkeyopt', 'rsa_pss_saltlen:digest'];
const rsa = ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'];
const curve = (name: string): readonly string[] => [
  '-algorithm',
  'EC',
  '-pkeyopt',
  `ec_paramgen_curve:${name}`,
];

// For ECDSA openssl writes DER where a JWS has two numbers (RFC 7518 section 3.4).
const KINDS: readonly Kind[] = [
  { algorithm: 'RS256', key: rsa, sign: ['-rawin', '-digest', 'sha256'] },
  { algorithm: 'RS512', key: rsa, sign: ['-rawin', '-digest', 'sha512'] },
  { algorithm: 'PS256', key: rsa, sign: ['-rawin', '-digest', 'sha256', ...pss] },
  { algorithm: 'PS384', key: rsa, sign: ['-rawin', '-digest', 'sha384', ...pss] },
  { algorithm: 'ES256', key: curve('P-256'), sign: ['-rawin', '-digest', 'sha256'] },
  { algorithm: 'ES512', key: curve('P-521'), sign: ['-rawin', '-digest', 'sha512'] },
  { algorithm: 'Ed25519', key: ['-algorithm', 'ED25519'], sign: ['-rawin'] },
];

test.for(KINDS)(
  '$algorithm: each side verifies what the other signs',
  async ({ algorithm, key, sign }, { task }) => {
    folder.openssl('genpkey', ...key, '-out', 'key.pem');
    folder.openssl('pkey', '-in', 'key.pem', '-pubout', '-out', 'pub.pem');
    const [privateKey, publicKey] = await Promise.all(
      ['key.pem', 'pub.pem'].map((name) => importKey(folder.read(name), { algorithm })),
    );
    if (privateKey?.kind !== 'private' || publicKey?.kind !== 'public') throw new Error('A pair was made.');
    const isEc = algorithm.startsWith('ES');
    const payloads = fc.sample(fc.uint8Array({ minLength: 1, maxLength: 300 }), {
      numRuns: differentialRuns(3),
      seed: differentialSeed,
    });
    for (const payload of payloads) {
      const token = await signJws(payload, privateKey, { algorithm });
      const [header = '', body = '', signature = ''] = token.split('.');
      const bytes = Buffer.from(signature, 'base64url');
      writeFileSync(folder.path('input'), `${header}.${body}`);
      writeFileSync(folder.path('ours'), isEc ? derOf(bytes) : bytes);
      const verdict = run('openssl', [
        'pkeyutl',
        '-verify',
        '-pubin',
        '-inkey',
        folder.path('pub.pem'),
        '-in',
        folder.path('input'),
        '-sigfile',
        folder.path('ours'),
        ...sign,
      ]);
      expect(verdict, `seed ${differentialSeed}`).toContain('Signature Verified Successfully');
      folder.openssl('pkeyutl', '-sign', '-inkey', 'key.pem', '-in', 'input', '-out', 'theirs', ...sign);
      const theirs = folder.readBytes('theirs');
      const given = (isEc ? numbersOf(theirs, bytes.length / 2) : theirs).toString('base64url');
      const { payload: read } = await verifyJws(`${header}.${body}.${given}`, publicKey, {
        algorithms: [algorithm],
      });
      expect(read).toEqual(payload);
    }
    countCases(task, 2 * payloads.length);
  },
);

/** A JWS's ECDSA signature as the DER sequence of two integers that openssl takes. */
function derOf(signature: Buffer): Buffer {
  const half = signature.length / 2;
  const integers = [signature.subarray(0, half), signature.subarray(half)].map((number) => {
    const start = number.findIndex((byte) => byte !== 0);
    const digits = number.subarray(start);
    const signed = (digits[0] ?? 0) < 0x80 ? digits : Buffer.concat([Buffer.of(0), digits]);
    return Buffer.concat([Buffer.of(2, signed.length), signed]);
  });
  const content = Buffer.concat(integers);
  return Buffer.concat([
    content.length < 0x80 ? Buffer.of(0x30, content.length) : Buffer.of(0x30, 0x81, content.length),
    content,
  ]);
}

/** The two integers of a DER sequence, each as long as the curve's order. */
function numbersOf(der: Buffer, half: number): Buffer {
  let at = (der[1] ?? 0) < 0x80 ? 2 : 3;
  const numbers = [0, 1].map(() => {
    const length = der[at + 1] ?? 0;
    const digits = der.subarray(at + 2, at + 2 + length);
    at += 2 + length;
    const padded = Buffer.alloc(half);
    const plain = digits[0] === 0 ? digits.subarray(1) : digits;
    plain.copy(padded, half - plain.length);
    return padded;
  });
  return Buffer.concat(numbers);
}
