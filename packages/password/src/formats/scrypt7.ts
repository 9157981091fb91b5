import { utf8 } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import { CRYPT_ALPHABET, fromCryptBase64 } from './crypt-base64.ts';
import type { Format } from './format.ts';
import { scryptHash } from './scrypt.ts';

/** scrypt in crypt(3)'s form: `$7$`, N, r, p in crypt's digits, salt, digest. */
export const scrypt7: Format = (encoded) => {
  if (!encoded.startsWith('$7$')) return undefined;
  const [, n = '', r = '', p = '', salt, digest] =
    /^\$7\$([./0-9A-Za-z])([./0-9A-Za-z]{5})([./0-9A-Za-z]{5})([^$]{0,86})\$([./0-9A-Za-z]{43})$/.exec(
      encoded,
    ) ?? [];
  if (salt === undefined || digest === undefined)
    throw new MalformedHashError('it is not a $7$ scrypt string');
  const number = (text: string): number =>
    [...text].reduceRight((value, character) => value * 64 + CRYPT_ALPHABET.indexOf(character), 0);
  const parameters = { logCost: number(n), blockSize: number(r), parallelization: number(p) };
  return {
    ...scryptHash('crypt-scrypt', parameters, utf8(salt), fromCryptBase64(digest, 32, 'its digest')),
    normalizer: 'none',
  };
};
