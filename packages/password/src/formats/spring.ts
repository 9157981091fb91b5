import { fromHex, hash } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import type { StoredHash } from '../hashing/derivation.ts';
import { fromPaddedBase64 } from '../hashing/phc.ts';
import { readArgon2 } from './argon2.ts';
import { readBcrypt } from './bcrypt.ts';
import { joined } from './bytes.ts';
import type { Format } from './format.ts';
import { pbkdf2Hash } from './pbkdf2.ts';
import { scryptHash } from './scrypt.ts';

type Reader = (rest: string) => StoredHash;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['bcrypt', (rest) => readBcrypt(rest)],
  ['argon2', (rest) => readSpringArgon2(rest)],
  ['argon2@SpringSecurity_v5_8', (rest) => readSpringArgon2(rest)],
  ['scrypt', (rest) => readScrypt(rest)],
  ['scrypt@SpringSecurity_v5_8', (rest) => readScrypt(rest)],
  // The parameters of PBKDF2 are not in the string but in the version of the encoder.
  ['pbkdf2', (rest) => readPbkdf2(rest, 'sha1', 185_000, 8)],
  ['pbkdf2@SpringSecurity_v5_8', (rest) => readPbkdf2(rest, 'sha256', 310_000, 16)],
]);

/** What `DelegatingPasswordEncoder` of Spring Security writes: `{id}` and what that encoder needs. `{noop}` is never read. */
export const spring: Format = (encoded) => {
  const [, id = '', rest = ''] = /^\{([A-Za-z0-9@_.-]+)\}(.*)$/s.exec(encoded) ?? [];
  const reader = READERS.get(id);
  if (!reader) return undefined;
  const stored = reader(rest);
  return { ...stored, scheme: `spring-${stored.scheme}`, normalizer: 'none', isCanonical: false };
};

/** Spring's old StandardPasswordEncoder: 1024 rounds of SHA-256. Verified only when asked for by name. */
export const springWeak: Format = (encoded) => {
  const [, hex] = /^\{sha256\}([0-9a-f]{80})$/.exec(encoded) ?? [];
  if (hex === undefined) return undefined;
  const bytes = fromHex(hex);
  const salt = bytes.subarray(0, 8);
  return {
    scheme: 'spring-sha256',
    parameters: { iterations: 1024 },
    derivation: {
      kind: 'digest',
      iterations: 1024,
      compute: async (password) => {
        let digest = joined(salt, password);
        for (let round = 0; round < 1024; round++) digest = hash('sha256', digest);
        return digest;
      },
    },
    expected: bytes.subarray(8),
    normalizer: 'none',
    isCanonical: false,
    isWeak: true,
  };
};

function readSpringArgon2(rest: string): StoredHash {
  const stored = readArgon2(rest);
  if (!stored) throw new MalformedHashError('it is not what Spring Security writes for Argon2');
  return stored;
}

function readScrypt(rest: string): StoredHash {
  const [, packed, salt, digest] =
    /^\$([0-9a-f]{1,8})\$([A-Za-z0-9+/=]+)\$([A-Za-z0-9+/=]+)$/.exec(rest) ?? [];
  if (packed === undefined || salt === undefined || digest === undefined)
    throw new MalformedHashError('it is not what Spring Security writes for scrypt');
  const number = Number.parseInt(packed, 16);
  const parameters = {
    logCost: Math.floor(number / 2 ** 16),
    blockSize: Math.floor(number / 2 ** 8) % 256,
    parallelization: number % 256,
  };
  return scryptHash(
    'scrypt',
    parameters,
    fromPaddedBase64(salt, 'its salt'),
    fromPaddedBase64(digest, 'its digest'),
  );
}

function readPbkdf2(
  rest: string,
  digest: 'sha1' | 'sha256',
  iterations: number,
  saltLength: number,
): StoredHash {
  if (!/^([0-9a-f]{2})+$/.test(rest) || rest.length !== (saltLength + 32) * 2)
    throw new MalformedHashError('it is not what Spring Security writes for PBKDF2');
  const bytes = fromHex(rest);
  return pbkdf2Hash(
    `pbkdf2-${digest}`,
    digest,
    iterations,
    bytes.subarray(0, saltLength),
    bytes.subarray(saltLength),
  );
}
