import { fromHex, type HashAlgorithm, hash } from '@countersign/core';
import { weakDigest } from './digest.ts';
import type { Format } from './format.ts';

// Own code of many applications: the hexadecimal digest of the password alone. The length names the algorithm.
// 5f4dcc3b5aa765d61d8327deb882cf99
const DIGESTS: ReadonlyMap<number, HashAlgorithm> = new Map([
  [32, 'md5'],
  [40, 'sha1'],
  [64, 'sha256'],
  [128, 'sha512'],
]);

/** A bare digest. Weak. NT and LM hashes look like MD5, so a match is the only proof. */
export const bareWeak: Format = (encoded) => {
  const algorithm = DIGESTS.get(encoded.length);
  if (!algorithm || !/^[0-9a-fA-F]+$/.test(encoded)) return undefined;
  return weakDigest(`bare-${algorithm}`, fromHex(encoded), (password) => hash(algorithm, password));
};
