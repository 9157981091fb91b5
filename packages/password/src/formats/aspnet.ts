import type { HashAlgorithm } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import type { Format } from './format.ts';
import { pbkdf2Hash } from './pbkdf2.ts';
import { fromPaddedBase64 } from './phc.ts';

// ASP.NET Core Identity (version 3): Base64 of 01, digest, rounds and salt length (32 bits each, big-endian), salt, hash.
// AQAAAAIAAYagAAAAEAABAgMEBQYHCAkKCwwNDg/73hTTOMxvghBX8/SnisILxwGxHjepOzeQw1EOAZRz8w==
const VERSION_3 = /^AQ[A-Za-z0-9+/]{40,}={0,2}$/;
const DIGESTS: readonly HashAlgorithm[] = ['sha1', 'sha256', 'sha512'];

// ASP.NET Identity 2: Base64 of 00, 16 bytes of salt, 32 bytes of hash.
// AAABAgMEBQYHCAkKCwwNDg8DCeL+Tgvf59D+SCjUHCNEFuLZv7Yc3Y9kOhHPv9/BGQ==
const VERSION_2 = /^A[A-D][A-Za-z0-9+/]{64}==$/;
const VERSION_2_ROUNDS = 1000;

/** ASP.NET Identity, both versions. */
export const aspnet: Format = (encoded) => {
  if (VERSION_2.test(encoded)) return readVersion2(encoded);
  return VERSION_3.test(encoded) ? readVersion3(encoded) : undefined;
};

const readVersion2: Format = (encoded) => {
  const bytes = fromPaddedBase64(encoded, 'it');
  if (bytes[0] !== 0) return undefined;
  const stored = pbkdf2Hash(
    'aspnet-pbkdf2-sha1',
    'sha1',
    VERSION_2_ROUNDS,
    bytes.slice(1, 17),
    bytes.slice(17),
  );
  return { ...stored, normalizer: 'none' };
};

const readVersion3: Format = (encoded) => {
  // The pattern ensures at least 31 bytes, the first of which is 1.
  const bytes = fromPaddedBase64(encoded, 'it');
  const fields = new DataView(bytes.buffer);
  const digest = DIGESTS[fields.getUint32(1)];
  const saltLength = fields.getUint32(9);
  if (digest === undefined || 13 + saltLength + 16 > bytes.length)
    throw new MalformedHashError('it is not a hash of ASP.NET Core Identity; it may be truncated');
  const salt = bytes.slice(13, 13 + saltLength);
  const stored = pbkdf2Hash(
    `aspnet-pbkdf2-${digest}`,
    digest,
    fields.getUint32(5),
    salt,
    bytes.slice(13 + saltLength),
  );
  return { ...stored, normalizer: 'none' };
};
