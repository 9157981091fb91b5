import { createKeySet } from '../../index.ts';
import { b64, forge, SECRET, signHs256 } from '../forge.ts';
import { type Attacks, attacker, claims, rs, rsa } from './attack.ts';

const attackerJwk = attacker.publicKey.export({ format: 'jwk' });
const rsaJwk = { kty: 'RSA', ...rsa.publicKey.export({ format: 'jwk' }), kid: 'mine' };

const ALGORITHM = 'ERR_TOKEN_ALGORITHM';
const MALFORMED = 'ERR_TOKEN_MALFORMED';
const SIGNATURE = 'ERR_TOKEN_SIGNATURE';
const ARGUMENT = 'ERR_INVALID_ARGUMENT';
const RS256 = ['RS256'] as const;

/** Attacks with header parameters. */
export const ATTACKS_ON_HEADERS: Attacks = {
  'CVE-2018-0114 the attacker’s key in jwk': {
    token: rs({ alg: 'RS256', jwk: attackerJwk }, attacker.privateKey),
    key: rsa.publicKey,
    algorithms: RS256,
    code: SIGNATURE,
  },
  'CVE-2026-27962 the attacker’s key in jwk, and a set without a key for it': {
    token: rs({ alg: 'RS256', kid: 'x', jwk: attackerJwk }, attacker.privateKey),
    key: createKeySet({ keys: [rsaJwk] }),
    algorithms: RS256,
    code: 'ERR_KEY_NOT_FOUND',
  },
  'RFC 8725 3.10 the attacker’s URL in jku and x5u': {
    token: rs(
      { alg: 'RS256', jku: 'https://evil.example', x5u: 'https://evil.example' },
      attacker.privateKey,
    ),
    key: rsa.publicKey,
    algorithms: RS256,
    code: SIGNATURE,
  },
  'RFC 8725 3.10 the attacker’s certificate in x5c': {
    token: rs({ alg: 'RS256', x5c: ['MIIB'] }, attacker.privateKey),
    key: rsa.publicKey,
    algorithms: RS256,
    code: SIGNATURE,
  },
  'RFC 8725 2.9 a path in kid': {
    token: forge({}, { alg: 'HS256', kid: '../../dev/null' }, ''),
    key: createKeySet({ keys: [{ kty: 'oct', k: b64(SECRET), kid: 'a' }] }),
    code: 'ERR_KEY_NOT_FOUND',
  },
  'RFC 8725 3.10 SQL in kid': {
    token: forge({}, { alg: 'HS256', kid: "x' UNION SELECT 'secret" }, 'secret'),
    key: createKeySet({ keys: [{ kty: 'oct', k: b64(SECRET), kid: 'a' }] }),
    code: 'ERR_KEY_NOT_FOUND',
  },
  'CVE-2026-32597 an unknown extension in crit': {
    token: forge({}, { alg: 'HS256', crit: ['http://example.com/must'], 'http://example.com/must': 1 }),
    code: MALFORMED,
  },
  'CVE-2026-35042 crit null': { token: forge({}, { alg: 'HS256', crit: null }), code: MALFORMED },
  'CVE-2025-59420 crit that names what is not there': {
    token: forge({}, { alg: 'HS256', crit: ['x'] }),
    code: MALFORMED,
  },
  'CVE-2026-48525 b64 false in a JWT': {
    token: signHs256(`${b64(JSON.stringify({ alg: 'HS256', b64: false, crit: ['b64'] }))}.{}`),
    code: MALFORMED,
  },
  'GHSA-w7vc-732c-9m39 b64 false without crit': {
    token: signHs256(`${b64(JSON.stringify({ alg: 'HS256', b64: false }))}.{}`),
    code: MALFORMED,
  },
  'RFC 8725 3.11 a token of another kind': {
    token: forge({}, { alg: 'HS256', typ: 'reset+jwt' }),
    rules: { type: 'at+jwt' },
    code: MALFORMED,
  },
  'CVE-2023-51774 a JWE where a JWS is expected': {
    token: `${b64('{"alg":"dir","enc":"A256GCM"}')}..AAAA.AAAA.AAAA`,
    code: MALFORMED,
  },
  'CVE-2026-29000 a token that is not signed in a JWE': {
    token: `${b64('{"alg":"RSA-OAEP","enc":"A256GCM","cty":"JWT"}')}.AAAA.AAAA.AAAA.AAAA`,
    code: MALFORMED,
  },
  'rfc8725bis a JSON serialization': {
    token: JSON.stringify({ payload: claims, protected: b64('{"alg":"none"}'), signature: '' }),
    code: MALFORMED,
  },
  'CVE-2024-28176 a compressed payload': { token: forge({}, { alg: 'HS256', zip: 'DEF' }), code: MALFORMED },
  'CVE-2022-36083 a PBES2 count of two thousand million': {
    token: forge({}, { alg: 'PBES2-HS256+A128KW', p2c: 2_000_000_000 }),
    code: ALGORITHM,
  },
};

/** Attacks by the text of the token, and by its claims. */
export const ATTACKS_ON_PAYLOADS: Attacks = {
  'GHSA-hxm8-2xgr-2p9m white space behind the signature': { token: `${forge({})}\n`, code: MALFORMED },
  'GHSA-hxm8-2xgr-2p9m padding behind the signature': { token: `${forge({})}=`, code: MALFORMED },
  'GHSA-hxm8-2xgr-2p9m trailing bits in the payload': {
    token: signHs256(`${b64('{"alg":"HS256"}')}.e31`),
    code: MALFORMED,
  },
  'RFC 7519 4 a claim twice': { token: forge('{"sub":"me","sub":"admin"}'), code: MALFORMED },
  'RFC 7515 4 a header parameter twice': {
    token: forge({}, '{"alg":"HS256","alg":"none"}'),
    code: MALFORMED,
  },
  'prototype pollution by __proto__': { token: forge('{"__proto__":{"exp":9999999999}}'), code: MALFORMED },
  'prototype pollution by constructor, for a required claim': {
    token: forge('{"constructor":{"prototype":{"role":"admin"}}}'),
    rules: { require: ['role'] },
    code: 'ERR_TOKEN_CLAIM_MISSING',
  },
  'a required claim that every object inherits': {
    token: forge({}),
    rules: { require: ['hasOwnProperty'] },
    code: 'ERR_TOKEN_CLAIM_MISSING',
  },
  'RFC 8725 3.7 UTF-16': { token: forge(Buffer.from('{"a":1}', 'utf16le')), code: MALFORMED },
  'RFC 8725 3.7 a byte order mark': { token: forge('\uFEFF{}'), code: MALFORMED },
  'RFC 7493 2.1 a lone surrogate': { token: forge('{"iss":"\\udead"}'), code: MALFORMED },
  '5 MB of token': { token: forge({ x: 'x'.repeat(5_000_000) }), code: MALFORMED },
  '5 MB of dots': { token: '.'.repeat(5_000_000), code: MALFORMED },
  '5 MB of one part': { token: 'A'.repeat(5_000_000), code: MALFORMED },
  'JSON 100 000 deep, and a limit that lets it in': {
    token: forge(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
    rules: { maxTokenLength: 1_000_000 },
    code: MALFORMED,
  },
  'JSON 100 000 deep and cut off': {
    token: forge('['.repeat(100_000)),
    rules: { maxTokenLength: 1_000_000 },
    code: MALFORMED,
  },
  '10 000 different members, and a limit that lets them in': {
    token: forge(Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`m${index}`, index]))),
    rules: { maxTokenLength: 1_000_000, require: ['exp'] },
    code: 'ERR_TOKEN_CLAIM_MISSING',
  },

  'exp 1e400, which is infinity': { token: forge('{"exp":1e400}'), code: MALFORMED },
  'exp NaN': { token: forge('{"exp":NaN}'), code: MALFORMED },
  'exp Infinity': { token: forge('{"exp":Infinity}'), code: MALFORMED },
  'exp a text': { token: forge({ exp: '99999999999' }), code: 'ERR_TOKEN_CLAIM' },
  'exp true': { token: forge({ exp: true }), code: 'ERR_TOKEN_CLAIM' },
  'nbf -1e400': { token: forge('{"nbf":-1e400}'), code: MALFORMED },
  'CVE-2024-53861 iss a part of the expected one': {
    token: forge({ iss: 'https' }),
    rules: { issuer: 'https://a.example' },
    code: 'ERR_TOKEN_ISSUER',
  },
  'CVE-2025-30144 iss an array that holds the expected one': {
    token: forge({ iss: ['https://evil.example', 'https://a.example'] }),
    rules: { issuer: 'https://a.example' },
    code: 'ERR_TOKEN_ISSUER',
  },
  'NUL in iss': {
    token: forge({ iss: 'https://a.example\0.evil.example' }),
    rules: { issuer: 'https://a.example' },
    code: 'ERR_TOKEN_ISSUER',
  },
  'CVE-2026-35041 an issuer that is a regular expression': {
    token: forge({ iss: `${'a'.repeat(40)}!` }),
    rules: { issuer: /^(a+)+$/ as unknown as string },
    code: ARGUMENT,
  },
  'aud of which the expected one is a part': {
    token: forge({ aud: 'api.evil' }),
    rules: { audience: 'api' },
    code: 'ERR_TOKEN_AUDIENCE',
  },
  'aud nested': { token: forge({ aud: [['api']] }), rules: { audience: 'api' }, code: 'ERR_TOKEN_AUDIENCE' },
  'RFC 8725 3.9 aud absent where one is expected': {
    token: forge({}),
    rules: { audience: 'api' },
    code: 'ERR_TOKEN_CLAIM_MISSING',
  },
  'RFC 8725 3.8 iss absent where one is expected': {
    token: forge({}),
    rules: { issuer: 'me' },
    code: 'ERR_TOKEN_CLAIM_MISSING',
  },
  'sub absent where one is expected': {
    token: forge({}),
    rules: { subject: 'me' },
    code: 'ERR_TOKEN_CLAIM_MISSING',
  },
};
