// The names that the examples of jwt's documentation use without declaring them.
import { sign as signBytes } from 'node:crypto';
import { createKeySet, exportKey, generateKey, sign, signJws } from '@countersign/jwt';

export { readFile } from 'node:fs/promises';

export const { privateKey, publicKey } = await generateKey('ES256', { keyId: '2026-01' });
export const keySet = createKeySet({ keys: [await exportKey(publicKey, 'jwk')] });
export const claims = { iss: 'https://auth.example.com', aud: 'api', exp: Date.now() / 1000 + 60 };
export const body = new TextEncoder().encode('{"amount":100}');
export const token = await sign({ ...claims, sub: 'user-42' }, privateKey, {
  algorithm: 'ES256',
  keyId: '2026-01',
  tokenId: 'one',
});
export const signature = await signJws(body, privateKey, {
  algorithm: 'ES256',
  detached: true,
  unencoded: true,
});
const pem = await exportKey(privateKey, 'pem');
/** A key management service. */
export const kms = {
  sign: async (bytes: Uint8Array) =>
    new Uint8Array(signBytes('sha256', bytes, { key: pem, dsaEncoding: 'ieee-p1363' })),
};
export const findPublicJwk = async (_keyId: string | undefined) => exportKey(publicKey, 'jwk');
