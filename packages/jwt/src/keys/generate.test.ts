import { afterEach, describe, expect, test, vi } from 'vitest';
import { exportKey, generateKey, thumbprint } from '../index.ts';

afterEach(() => vi.restoreAllMocks());

describe('a generated key', () => {
  test.each([
    ['HS256', 32],
    ['HS384', 48],
    ['HS512', 64],
  ] as const)('for %s is a secret of %d bytes', async (algorithm, bytes) => {
    const key = await generateKey(algorithm, { keyId: 'id' });
    expect(key).toMatchObject({ kind: 'secret', type: 'oct', algorithms: [algorithm], keyId: 'id' });
    const { k } = await exportKey(key, 'jwk');
    expect(Buffer.from(String(k), 'base64url')).toHaveLength(bytes);
    expect(await thumbprint(key)).not.toBe(await thumbprint(await generateKey(algorithm)));
  });

  test('for ES256 is a pair of halves, each for that and under that id', async () => {
    const { privateKey, publicKey } = await generateKey('ES256', { keyId: 'id' });
    expect(privateKey).toMatchObject({ kind: 'private', type: 'EC', algorithms: ['ES256'], keyId: 'id' });
    expect(publicKey).toMatchObject({ kind: 'public', type: 'EC', algorithms: ['ES256'], keyId: 'id' });
    expect(await exportKey(publicKey, 'jwk')).not.toHaveProperty('d');
    expect(await thumbprint(privateKey)).toBe(await thumbprint(publicKey));
  });

  // How many bits are asked of the platform, which takes half a minute for the most.
  test.each([
    [{}, 3072],
    [{ modulusBits: 2048 }, 2048],
    [{ modulusBits: 4104 }, 4104],
    [{ modulusBits: 8192 }, 8192],
  ])('for RS256 under %j has %d bits', async (options, modulusLength) => {
    const make = vi.spyOn(crypto.subtle, 'generateKey').mockRejectedValue(new Error('not here'));
    await expect(generateKey('RS256', options)).rejects.toMatchObject({
      code: 'ERR_KEY_INVALID',
    });
    expect(make.mock.lastCall?.slice(0, 2)).toMatchObject([{ modulusLength }, true]);
  });

  test.each([2047, 2040, 2049, 8200, 8193, 2048.5, Number.NaN, '3072', null])(
    'of %j bits is refused',
    async (modulusBits) => {
      // @ts-expect-error wrong on purpose
      await expect(generateKey('RS256', { modulusBits })).rejects.toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
        argument: 'modulusBits',
      });
    },
  );

  test.each([
    [{ bits: 2048 }, 'bits'],
    [{ keyId: 5 }, 'keyId'],
    [null, 'options'],
  ])('with the options %j is rejected', async (options, argument) => {
    // @ts-expect-error wrong on purpose
    await expect(generateKey('ES256', options)).rejects.toMatchObject({ argument });
    // @ts-expect-error wrong on purpose
    await expect(generateKey('HS256', options)).rejects.toMatchObject({ argument });
  });

  test('for no algorithm is refused', async () => {
    // @ts-expect-error wrong on purpose
    await expect(generateKey('none')).rejects.toMatchObject({ argument: 'algorithm' });
  });
});
