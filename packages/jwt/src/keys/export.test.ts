import { expect, test } from 'vitest';
import { exportKey, generateKey, importKey } from '../index.ts';

test('a private key whose halves are of two keys has no PEM form, and the error says so', async () => {
  const [one, other] = [await generateKey('Ed25519'), await generateKey('Ed25519')];
  const { x = '' } = await exportKey(other.publicKey, 'jwk');
  const mixed = await importKey({ ...(await exportKey(one.privateKey, 'jwk')), x }, { algorithm: 'Ed25519' });
  await expect(exportKey(mixed, 'pem')).rejects.toMatchObject({ code: 'ERR_KEY_INVALID' });
});
