// What the examples of jwt's documentation take as given.
import { createKeySet, exportKey, generateKey, sign, signJws } from '@countersign/jwt';

export { readFile } from 'node:fs/promises';

export const { privateKey, publicKey } = await generateKey('ES256', { keyId: '2026-01' });
export const keySet = createKeySet({ keys: [await exportKey(publicKey, 'jwk')] });
export const claims = { iss: 'https://auth.example.com', aud: 'api', exp: Date.now() / 1000 + 60 };
export const body = new TextEncoder().encode('{"amount":100}');
export const token = await sign({ ...claims, sub: 'user-42' }, privateKey, {
  algorithm: 'ES256',
  keyId: '2026-01',
});
export const signature = await signJws(body, privateKey, {
  algorithm: 'ES256',
  detached: true,
  unencoded: true,
});
