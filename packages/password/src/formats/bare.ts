import { fromHex, type HashAlgorithm, hash } from '@countersign/core';
import type { Format } from './format.ts';

const BARE: ReadonlyMap<number, HashAlgorithm> = new Map([
  [32, 'md5'],
  [40, 'sha1'],
  [64, 'sha256'],
  [128, 'sha512'],
]);

/** A bare hexadecimal digest of the password, told by its length. Verified only when asked for by name. */
export const bareWeak: Format = (encoded) => {
  const algorithm = BARE.get(encoded.length);
  if (!algorithm || !/^[0-9a-fA-F]+$/.test(encoded)) return undefined;
  return {
    scheme: `bare-${algorithm}`,
    parameters: {},
    derivation: { kind: 'digest', iterations: 1, compute: async (password) => hash(algorithm, password) },
    expected: fromHex(encoded),
    normalizer: 'none',
    isCanonical: false,
    isWeak: true,
  };
};
