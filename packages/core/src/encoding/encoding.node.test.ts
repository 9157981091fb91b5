import { expect, test } from 'vitest';
import { fromBase64, fromBase64Url, fromHex } from './encoding.ts';

test.each([
  ['hex', fromHex],
  ['base64', fromBase64],
  ['base64url', fromBase64Url],
] as const)('leaves no secret decoded from %s in the shared pool of Buffer', (encoding, decode) => {
  const secret = 'a secret that must not stay in memory';
  const text = Buffer.from(secret).toString(encoding);
  const pool = Buffer.from(Buffer.from('x').buffer);
  pool.fill(0);
  expect(new TextDecoder().decode(decode(text))).toBe(secret);
  expect(pool.includes(secret)).toBe(false);
});
