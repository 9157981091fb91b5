import { fromHex, utf8 } from '@countersign/core';
import type { Format } from './format.ts';
import { scryptHash } from './scrypt.ts';

/** better-auth, and Lucia 3: `salt:digest` in hexadecimal, scrypt with N = 2^14, r = 16, and the salt's text as salt. */
export const betterAuth: Format = (encoded) => {
  const [, salt, digest] = /^(?:s2:)?([0-9a-zA-Z]{16,64}):([0-9a-f]{128})$/.exec(encoded) ?? [];
  if (salt === undefined || digest === undefined) return undefined;
  const parameters = { logCost: 14, blockSize: 16, parallelization: 1 };
  return {
    ...scryptHash('better-auth-scrypt', parameters, utf8(salt), fromHex(digest)),
    normalizer: 'nfkc',
  };
};
