import type { HashAlgorithm } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import { fromPaddedBase64 } from '../hashing/phc.ts';
import type { Format } from './format.ts';
import { pbkdf2Hash } from './pbkdf2.ts';

const ASPNET_DIGESTS: readonly HashAlgorithm[] = ['sha1', 'sha256', 'sha512'];

/** ASP.NET Core Identity, version 3: Base64 of 01, digest, rounds, salt length (all big-endian), salt, derived key. */
export const aspnet: Format = (encoded) => {
  if (!/^AQ[A-Za-z0-9+/]{40,}={0,2}$/.test(encoded)) return undefined;
  // At least 31 bytes, of which the first is 1: the pattern says so.
  const bytes = fromPaddedBase64(encoded, 'it');
  const fields = new DataView(bytes.buffer);
  const digest = ASPNET_DIGESTS[fields.getUint32(1)];
  const saltLength = fields.getUint32(9);
  if (digest === undefined || 13 + saltLength + 16 > bytes.length)
    throw new MalformedHashError('it is not what ASP.NET Core Identity writes');
  const salt = bytes.slice(13, 13 + saltLength);
  return {
    ...pbkdf2Hash(`aspnet-pbkdf2-${digest}`, digest, fields.getUint32(5), salt, bytes.slice(13 + saltLength)),
    normalizer: 'none',
  };
};
