import { expect, test } from 'vitest';
import { type Algorithm, findAlgorithm } from './algorithms.ts';
import { checkDeclaredUse, checkFit } from './fit.ts';
import { isKey, Key, type KeyMaterial, materialOf } from './key.ts';

const secret = (bytes: number): KeyMaterial => ({
  kind: 'secret',
  type: 'oct',
  secret: new Uint8Array(bytes),
});
const rsa = (modulusBits: number): KeyMaterial => ({ kind: 'public', type: 'RSA', modulusBits });
const ec = (curve?: string): KeyMaterial => ({
  kind: 'public',
  type: 'EC',
  ...(curve !== undefined && { curve }),
});
const held = (algorithms: readonly Algorithm[], secretBytes?: number): KeyMaterial => ({
  kind: 'secret',
  type: 'oct',
  limits: { algorithms, operations: ['sign'], ...(secretBytes !== undefined && { secretBytes }) },
});
const WEAK = 'weak';
const UNFIT = 'unfit';

test.each<[Algorithm, KeyMaterial, string?]>([
  ['HS256', secret(32)],
  ['HS256', secret(31), WEAK],
  ['HS512', secret(64)],
  ['HS512', secret(63), WEAK],
  ['HS256', held(['HS256'], 32)],
  ['HS256', held(['HS256'])],
  ['HS256', held(['HS256'], 31), WEAK],
  ['HS256', held(['HS512'], 64), UNFIT],
  ['HS256', held([]), UNFIT],
  ['RS256', rsa(2048)],
  ['RS256', rsa(2047), WEAK],
  ['RS256', secret(64), UNFIT],
  ['ES256', ec('P-256')],
  ['ES256', ec('P-384'), UNFIT],
  ['ES256', ec(), UNFIT],
])('%s %#: fits, is weak or does not fit', (algorithm, material, problem) => {
  const info = findAlgorithm(algorithm);
  if (!info) throw new Error('The table has every algorithm.');
  const error = expect.objectContaining({ code: 'ERR_KEY_INVALID' });
  const fit = () => checkFit(material, info, {});
  const weak = () => checkFit(material, info, { allowWeakKey: true });
  if (problem === undefined) expect(fit).not.toThrow();
  else expect(fit).toThrow(error);
  if (problem === UNFIT) expect(weak).toThrow(error);
  else expect(weak).not.toThrow();
});

test.each([[{ use: 'enc' }], [{ keyOps: ['sign'] }], [{ keyOps: [] }], [{ alg: 'RS512' }]])(
  '%j does not allow to verify RS256',
  (declared) => {
    expect(() => checkDeclaredUse(declared, 'verify', 'RS256')).toThrow(
      expect.objectContaining({ code: 'ERR_KEY_INVALID' }),
    );
  },
);

test.each([
  [{}, 'RS256'],
  [{ use: 'sig', keyOps: ['verify', 'sign'], alg: 'RS256' }, 'RS256'],
  [{ alg: 'EdDSA' }, 'Ed25519'],
])('%j allows to sign with %s', (declared, algorithm) => {
  expect(() => checkDeclaredUse(declared, 'sign', algorithm)).not.toThrow();
});

test('a key and its list of algorithms are frozen', () => {
  const allowed: Algorithm[] = ['HS256'];
  const key = new Key('secret', secret(32), allowed, 'id');
  allowed.push('HS512');
  expect(key).toMatchObject({ kind: 'secret', type: 'oct', algorithms: ['HS256'], keyId: 'id' });
  expect([key, key.algorithms].map((part) => Object.isFrozen(part))).toEqual([true, true]);
  expect(materialOf(key)).toEqual(secret(32));
});

test('an object that looks like a key is not a key', () => {
  const key = new Key('secret', secret(32), ['HS256'], 'id');
  expect(isKey(key)).toBe(true);
  for (const forged of [{ ...key }, Object.create(Key.prototype), Object.create(key)]) {
    expect(isKey(forged)).toBe(false);
    expect(() => materialOf(forged)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument: 'key' }),
    );
  }
});
