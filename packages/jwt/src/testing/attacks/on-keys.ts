import { createHmac, generateKeyPairSync, sign as signRaw } from 'node:crypto';
import type { Algorithm } from '../../index.ts';
import { b64, forge, SECRET, signHs256 } from '../forge.ts';
import { type Attacks, input, rs, rsa } from './attack.ts';

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const ed = generateKeyPairSync('ed25519');
const rsaPem = String(rsa.publicKey.export({ type: 'spki', format: 'pem' }));
const rsaJwk = rsa.publicKey.export({ format: 'jwk' });

const es = (r: Uint8Array, s: Uint8Array): string =>
  `${input({ alg: 'ES256' })}.${b64(Buffer.concat([r, s]))}`;
const bytes = (value: bigint): Uint8Array => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const zero = bytes(0n);
const order = bytes(P256_ORDER);
const half = bytes(P256_ORDER >> 1n);
const derSignature = (): string => {
  const text = input({ alg: 'ES256' });
  return `${text}.${signRaw('sha256', Buffer.from(text), ec.privateKey).toString('base64url')}`;
};

const ALGORITHM = 'ERR_TOKEN_ALGORITHM';
const MALFORMED = 'ERR_TOKEN_MALFORMED';
const SIGNATURE = 'ERR_TOKEN_SIGNATURE';
const KEY = 'ERR_KEY_INVALID';
const ARGUMENT = 'ERR_INVALID_ARGUMENT';
const RS256 = ['RS256'] as const;
const ES256 = ['ES256'] as const;

/** Attacks on the choice of the algorithm and the key, and on the signature itself. */
export const ATTACKS_ON_KEYS: Attacks = {
  'CVE-2015-9235 alg none, no signature': { token: `${input({ alg: 'none' })}.`, code: ALGORITHM },
  'CVE-2015-9235 alg nOnE, no signature': { token: `${input({ alg: 'nOnE' })}.`, code: ALGORITHM },
  'CVE-2022-23540 alg none, and a list that has it': {
    token: `${input({ alg: 'none' })}.`,
    algorithms: ['none' as Algorithm],
    code: ARGUMENT,
  },
  'CVE-2022-23540 no list of algorithms': {
    token: forge({}),
    algorithms: null as unknown as Algorithm[],
    code: ARGUMENT,
  },
  'RFC 8725 3.1 an empty list of algorithms': { token: forge({}), algorithms: [], code: ARGUMENT },
  'RFC 8725 3.1 a list that is a text, of which alg is a part': {
    token: forge({}),
    algorithms: 'HS2560RS' as unknown as Algorithm[],
    code: ARGUMENT,
  },
  'CVE-2016-10555 HS256 signed with the text of the public PEM': {
    token: forge({}, { alg: 'HS256' }, rsaPem),
    key: rsaPem,
    algorithms: RS256,
    code: ALGORITHM,
  },
  'CVE-2016-10555 the same, and a list that mixes both': {
    token: forge({}, { alg: 'HS256' }, rsaPem),
    key: rsaPem,
    algorithms: ['RS256', 'HS256'],
    code: ARGUMENT,
  },
  'CVE-2023-48223 the same, and a list of HS256 alone': {
    token: forge({}, { alg: 'HS256' }, rsaPem),
    key: rsaPem,
    code: KEY,
  },
  'CVE-2026-34950 the same behind white space': {
    token: forge({}, { alg: 'HS256' }, `\n ${rsaPem}`),
    key: `\n ${rsaPem}`,
    code: KEY,
  },
  'GHSA-ww5h-9m49-7xx4 the same behind any text': {
    token: forge({}, { alg: 'HS256' }, `x${rsaPem}`),
    key: Buffer.from(`x${rsaPem}`),
    code: KEY,
  },
  'CVE-2022-29217 HS256 signed with an OpenSSH public line': {
    token: forge({}, { alg: 'HS256' }, ' ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ me'),
    key: ' ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ me',
    rules: { allowWeakKey: true },
    code: KEY,
  },
  'CVE-2026-48526 HS256 signed with the text of the public JWK': {
    token: forge({}, { alg: 'HS256' }, JSON.stringify(rsaJwk)),
    key: JSON.stringify(rsaJwk),
    code: KEY,
  },
  'GHSA-g3jj-5cmm-3hxx HS256 signed with the bytes of the public JWK': {
    token: forge({}, { alg: 'HS256' }, JSON.stringify(rsaJwk)),
    key: Buffer.from(JSON.stringify(rsaJwk)),
    code: KEY,
  },
  'CVE-2026-22817 HS256 where the JWK has no alg': {
    token: forge({}, { alg: 'HS256' }, Buffer.from(String(rsaJwk.n), 'base64url')),
    key: { kty: 'RSA', ...rsaJwk },
    code: KEY,
  },
  'CVE-2026-48523 an algorithm of the list that the key is not for': {
    token: rs({ alg: 'RS256' }),
    key: { kty: 'RSA', ...rsaJwk, alg: 'RS512' },
    algorithms: ['RS256', 'RS512'],
    code: KEY,
  },
  'CVE-2026-44351 an empty secret': {
    token: signHs256(input({ alg: 'HS256' }), ''),
    key: '',
    rules: { allowWeakKey: true },
    code: KEY,
  },
  'CVE-2026-45363 no secret at all': {
    token: signHs256(input({ alg: 'HS256' }), ''),
    key: null as unknown as string,
    code: ARGUMENT,
  },
  'CVE-2025-45768 a secret shorter than its hash': {
    token: forge({}, { alg: 'HS256' }, 'short'),
    key: 'short',
    code: KEY,
  },
  'CVE-2022-23539 a key of a type that the algorithm does not have': {
    token: rs({ alg: 'RS256' }),
    key: ec.publicKey,
    algorithms: RS256,
    code: KEY,
  },
  'RFC 7518 3.4 ES256 with a key on P-384': {
    token: `${input({ alg: 'ES256' })}.${b64(new Uint8Array(64).fill(1))}`,
    key: p384.publicKey,
    algorithms: ES256,
    code: KEY,
  },
  'RFC 8725 2.1 PS256 where RS256 signed': {
    token: rs({ alg: 'PS256' }),
    key: rsa.publicKey,
    algorithms: ['PS256'],
    code: SIGNATURE,
  },
  'CVE-2022-21449 ECDSA with r = s = 0': {
    token: es(zero, zero),
    key: ec.publicKey,
    algorithms: ES256,
    code: SIGNATURE,
  },
  'CVE-2022-21449 ECDSA with r = 0': {
    token: es(zero, half),
    key: ec.publicKey,
    algorithms: ES256,
    code: SIGNATURE,
  },
  'CVE-2022-21449 ECDSA with s = 0': {
    token: es(half, zero),
    key: ec.publicKey,
    algorithms: ES256,
    code: SIGNATURE,
  },
  'CVE-2022-21449 ECDSA with r = s = n': {
    token: es(order, order),
    key: ec.publicKey,
    algorithms: ES256,
    code: SIGNATURE,
  },
  'RFC 7518 3.4 ECDSA in DER instead of r and s': {
    token: derSignature(),
    key: ec.publicKey,
    algorithms: ES256,
    code: SIGNATURE,
  },
  'Ed25519 with a signature of zeros': {
    token: `${input({ alg: 'EdDSA' })}.${b64(new Uint8Array(64))}`,
    key: ed.publicKey,
    algorithms: ['EdDSA'],
    code: SIGNATURE,
  },
  'an RSA signature of zeros': {
    token: `${input({ alg: 'RS256' })}.${b64(new Uint8Array(256))}`,
    key: rsa.publicKey,
    algorithms: RS256,
    code: SIGNATURE,
  },
  'an empty signature': { token: `${input({ alg: 'HS256' })}.`, code: SIGNATURE },
  'a signature cut short': { token: forge({}).slice(0, -2), code: MALFORMED },
  'an HMAC of which the first bytes are right': {
    token: `${input({ alg: 'HS256' })}.${b64(
      createHmac('sha256', SECRET)
        .update(input({ alg: 'HS256' }))
        .digest()
        .subarray(0, 16),
    )}`,
    code: SIGNATURE,
  },
};
