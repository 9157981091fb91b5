import { describe, expect, test } from 'vitest';
import { algorithms, checkAlgorithm, checkAlgorithms, findAlgorithm, isSameAlgorithm } from './algorithms.ts';

describe('an algorithm', () => {
  test.each([
    ['HS256', { keyType: 'oct', digest: 'sha256', minSecretBytes: 32, signatureBytes: 32 }],
    ['HS384', { keyType: 'oct', digest: 'sha384', minSecretBytes: 48, signatureBytes: 48 }],
    ['HS512', { keyType: 'oct', digest: 'sha512', minSecretBytes: 64, signatureBytes: 64 }],
    ['RS256', { keyType: 'RSA', digest: 'sha256', padding: 'pkcs1' }],
    ['RS384', { keyType: 'RSA', digest: 'sha384', padding: 'pkcs1' }],
    ['RS512', { keyType: 'RSA', digest: 'sha512', padding: 'pkcs1' }],
    ['PS256', { keyType: 'RSA', digest: 'sha256', padding: 'pss' }],
    ['PS384', { keyType: 'RSA', digest: 'sha384', padding: 'pss' }],
    ['PS512', { keyType: 'RSA', digest: 'sha512', padding: 'pss' }],
    ['ES256', { keyType: 'EC', digest: 'sha256', curve: 'P-256', signatureBytes: 64 }],
    ['ES384', { keyType: 'EC', digest: 'sha384', curve: 'P-384', signatureBytes: 96 }],
    ['ES512', { keyType: 'EC', digest: 'sha512', curve: 'P-521', signatureBytes: 132 }],
    ['Ed25519', { keyType: 'OKP', curve: 'Ed25519', signatureBytes: 64 }],
    ['EdDSA', { keyType: 'OKP', curve: 'Ed25519', signatureBytes: 64 }],
    ['ML-DSA-44', { keyType: 'AKP', curve: 'ML-DSA-44', signatureBytes: 2420 }],
    ['ML-DSA-65', { keyType: 'AKP', curve: 'ML-DSA-65', signatureBytes: 3309 }],
    ['ML-DSA-87', { keyType: 'AKP', curve: 'ML-DSA-87', signatureBytes: 4627 }],
  ] as const)('%s has its row', (name, info) => {
    expect(findAlgorithm(name)).toMatchObject({ name, ...info });
    expect(checkAlgorithm(name).name).toBe(name);
  });

  test.each(['none', 'hs256', '', 7, null, ['HS256']])('is not %j', (name) => {
    expect(findAlgorithm(name)).toBeUndefined();
    expect(() => checkAlgorithm(name)).toThrow(expect.objectContaining({ argument: 'algorithm' }));
  });

  test('is one of seventeen', () => {
    expect(algorithms).toHaveLength(17);
  });

  test('has one older name', () => {
    expect(isSameAlgorithm('EdDSA', 'Ed25519')).toBe(true);
    expect(isSameAlgorithm('RS256', 'Ed25519')).toBe(false);
  });
});

describe('a list of algorithms', () => {
  test.each([
    [
      ['HS256', 'HS512'],
      ['HS256', 'HS512'],
    ],
    [
      ['RS256', 'ES256'],
      ['RS256', 'ES256'],
    ],
    [['Ed25519'], ['Ed25519', 'EdDSA']],
    [['EdDSA'], ['Ed25519', 'EdDSA']],
  ])('%j accepts %j', (names, accepted) => {
    expect([...checkAlgorithms(names).keys()]).toEqual(accepted);
  });

  test.each([['HS256'], [[]], [['ES256', 'none']], [['HS256', 'RS256']], [undefined]])(
    'rejects %j',
    (names) => {
      expect(() => checkAlgorithms(names)).toThrow(
        expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument: 'algorithms' }),
      );
    },
  );
});
