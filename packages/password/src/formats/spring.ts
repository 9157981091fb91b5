import { fromHex, hash } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import { readArgon2 } from './argon2.ts';
import { readBcrypt } from './bcrypt.ts';
import type { StoredHash } from './derivation.ts';
import { joined } from './digest.ts';
import type { Format } from './format.ts';
import { pbkdf2Hash } from './pbkdf2.ts';
import { fromPaddedBase64 } from './phc.ts';
import { scryptHash } from './scrypt.ts';

type Reader = (rest: string) => StoredHash;

// Spring Security's DelegatingPasswordEncoder: {id} and the string of that encoder.
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  // {bcrypt}$2a$10$dXJ3SW6G7P50lGmMkkmwe.20cQQubK3.HZWzG3YB1tlRy.fqvM/BG
  ['bcrypt', (rest) => readBcrypt(rest)],
  // {argon2}$argon2d$v=19$m=1024,t=1,p=1$c29tZXNhbHQ$Li5eBf5XrCz0cuzQRe9oflYqmA/VAzmzichw4ZYrvEU
  ['argon2', (rest) => readSpringArgon2(rest)],
  ['argon2@SpringSecurity_v5_8', (rest) => readSpringArgon2(rest)],
  // {scrypt}$e0801$8bWJaSu2IKSn9Z9kM+TPXfOc/9bdYSrN1oD9qfVThWEwdRTnO7re7Ei+fUZRJ68k9lTyuTeUp4of4g24hHnazw==$OAOec05+bXxvuu/1qZ6NUR+xQYvYv7BeL1QxwRpY5Pc=
  ['scrypt', (rest) => readScrypt(rest)],
  ['scrypt@SpringSecurity_v5_8', (rest) => readScrypt(rest)],
  // {pbkdf2}5d923b44a6d129f3ddf3e3c8d29412723dcbde72445e8ef6bf3b508fbf17fa4ed4d6b99ca763d8dc
  // The string has no parameters: the version of the encoder determines them.
  ['pbkdf2', (rest) => readPbkdf2(rest, 'sha1', 185_000, 8)],
  ['pbkdf2@SpringSecurity_v5_8', (rest) => readPbkdf2(rest, 'sha256', 310_000, 16)],
]);

/** Spring Security. `{noop}`, which is the password itself, is never read. */
export const spring: Format = (encoded) => {
  const [, id = '', rest = ''] = /^\{([A-Za-z0-9@_.-]+)\}(.*)$/s.exec(encoded) ?? [];
  const stored = READERS.get(id)?.(rest);
  return stored && { ...stored, scheme: `spring-${stored.scheme}`, normalizer: 'none' };
};

const SHA256_ROUNDS = 1024;

// {sha256}97cde38028ad898ebc02e690819fa220e88c62e0699403e94fff291cfffaf8410849f27605abcbc0
/** Spring's StandardPasswordEncoder: 1024 rounds of SHA-256. Weak. */
export const springWeak: Format = (encoded) => {
  const [, hex] = /^\{sha256\}([0-9a-f]{80})$/.exec(encoded) ?? [];
  if (hex === undefined) return undefined;
  const bytes = fromHex(hex);
  const salt = bytes.subarray(0, 8);
  return {
    scheme: 'spring-sha256',
    parameters: { iterations: SHA256_ROUNDS },
    derivation: {
      kind: 'digest',
      iterations: SHA256_ROUNDS,
      compute: async (password) => {
        let digest = joined(salt, password);
        for (let round = 0; round < SHA256_ROUNDS; round++) digest = hash('sha256', digest);
        return digest;
      },
    },
    expected: bytes.subarray(8),
    normalizer: 'none',
    isWeak: true,
  };
};

function readSpringArgon2(rest: string): StoredHash {
  const stored = readArgon2(rest);
  if (stored) return stored;
  throw new MalformedHashError('it is not an Argon2 hash of Spring Security, {argon2}$argon2id$…');
}

function readScrypt(rest: string): StoredHash {
  const [, packed, salt, digest] =
    /^\$([0-9a-f]{1,8})\$([A-Za-z0-9+/=]+)\$([A-Za-z0-9+/=]+)$/.exec(rest) ?? [];
  if (packed === undefined || salt === undefined || digest === undefined)
    throw new MalformedHashError('it is not an scrypt hash of Spring Security, {scrypt}$e0801$salt$hash');
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
    fromPaddedBase64(digest, 'its hash'),
  );
}

function readPbkdf2(
  rest: string,
  digest: 'sha1' | 'sha256',
  iterations: number,
  saltLength: number,
): StoredHash {
  const digits = (saltLength + 32) * 2;
  if (!/^[0-9a-f]*$/.test(rest) || rest.length !== digits)
    throw new MalformedHashError(
      `it is not a PBKDF2 hash of Spring Security: after the prefix it has ${rest.length} characters, and ${digits} hexadecimal digits are expected`,
    );
  const bytes = fromHex(rest);
  return pbkdf2Hash(
    `pbkdf2-${digest}`,
    digest,
    iterations,
    bytes.subarray(0, saltLength),
    bytes.subarray(saltLength),
  );
}
