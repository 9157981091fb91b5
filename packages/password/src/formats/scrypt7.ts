import { utf8 } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import { CRYPT_ALPHABET, fromCryptBase64 } from './crypt-base64.ts';
import type { Format } from './format.ts';
import { scryptHash } from './scrypt.ts';

// libxcrypt and libsodium: N, r and p in the digits of crypt(3), salt, hash.
// $7$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D
const ENCODED = /^\$7\$([./0-9A-Za-z])([./0-9A-Za-z]{5})([./0-9A-Za-z]{5})([^$]{0,86})\$([./0-9A-Za-z]{43})$/;

/** scrypt in the form of crypt(3). */
export const scrypt7: Format = (encoded) => {
  if (!encoded.startsWith('$7$')) return undefined;
  const [, n = '', r = '', p = '', salt, digest] = ENCODED.exec(encoded) ?? [];
  if (salt === undefined || digest === undefined)
    throw new MalformedHashError('it is not a $7$ scrypt string, whose hash has 43 characters');
  const parameters = { logCost: integer(n), blockSize: integer(r), parallelization: integer(p) };
  return {
    ...scryptHash('crypt-scrypt', parameters, utf8(salt), fromCryptBase64(digest, 32, 'its hash')),
    normalizer: 'none',
  };
};

/** Reads an integer in the digits of crypt(3), least significant first. */
function integer(text: string): number {
  return [...text].reduceRight((value, character) => value * 64 + CRYPT_ALPHABET.indexOf(character), 0);
}
