import { type HashAlgorithm, hash, utf8 } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import { readArgon2 } from './argon2.ts';
import { readBcrypt } from './bcrypt.ts';
import type { StoredHash } from './derivation.ts';
import type { Format } from './format.ts';
import { pbkdf2Hash } from './pbkdf2.ts';
import { decimal, fromPaddedBase64 } from './phc.ts';
import { logarithm, scryptHash } from './scrypt.ts';

type Reader = (rest: string) => StoredHash;

// Django's make_password: the name of a hasher, then its own fields. Salts are text.
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  // pbkdf2_sha256$1000$seasalt$JgZryXe2Ga8ysg6XbzkLpTdyPQrHqsinbL9BnnhgX4A=
  ['pbkdf2_sha256', (rest) => readPbkdf2(rest, 'sha256')],
  ['pbkdf2_sha1', (rest) => readPbkdf2(rest, 'sha1')],
  // argon2$argon2id$v=19$m=256,t=2,p=1$c2Vhc2FsdHNlYXNhbHQxMg$GRttext2ZeIvVe1uGolnqw
  ['argon2', (rest) => readDjangoArgon2(rest)],
  // bcrypt$$2a$10$fVH8e28OQRj9tqiDXs1e1uxpsjN0c7II7YPKXua2NAKYvM6iQk7dq
  ['bcrypt', (rest) => readBcrypt(rest)],
  // bcrypt_sha256$$2b$04$CCCCCCCCCCCCCCCCCCCCC.3TTwpC5Bwj7ds9p/UadWA7yfctaiUsS
  ['bcrypt_sha256', (rest) => readBcryptSha256(rest)],
  // scrypt$16384$seasalt$8$1$Qj3+9PPyRjSJIebHnG81TMjsqtaIGxNQG/aEB/NYafTJ7tibgfYz71m0ldQESkXFRkdVCBhhY8mx7rQwite/Pw==
  ['scrypt', (rest) => readScrypt(rest)],
]);

/** Django's slow hashers. Its digests `md5$` and `sha1$` are in salted-digest.ts. */
export const django: Format = (encoded) => {
  const at = encoded.indexOf('$');
  const read = READERS.get(encoded.slice(0, at));
  if (!read) return undefined;
  const stored = read(encoded.slice(at + 1));
  return { ...stored, scheme: `django-${stored.scheme}`, normalizer: 'none' };
};

function readPbkdf2(rest: string, digest: HashAlgorithm): StoredHash {
  const [iterations, salt, derived, more] = rest.split('$');
  if (salt === undefined || derived === undefined || more !== undefined)
    throw new MalformedHashError('it is not a PBKDF2 hash of Django, pbkdf2_sha256$rounds$salt$hash');
  return pbkdf2Hash(
    `pbkdf2-${digest}`,
    digest,
    decimal(iterations, 'its number of rounds'),
    utf8(salt),
    fromPaddedBase64(derived, 'its hash'),
  );
}

function readDjangoArgon2(rest: string): StoredHash {
  const stored = readArgon2(`$${rest}`);
  if (stored) return stored;
  throw new MalformedHashError('it is not an Argon2 hash of Django, argon2$argon2id$v=19$…');
}

function readBcryptSha256(rest: string): StoredHash {
  const stored = readBcrypt(rest);
  return {
    ...stored,
    scheme: 'bcrypt-sha256',
    input: (password) => utf8(hash('sha256', utf8(password), { encoding: 'hex' })),
  };
}

function readScrypt(rest: string): StoredHash {
  const [cost, salt, blockSize, parallelization, digest, more] = rest.split('$');
  if (salt === undefined || digest === undefined || more !== undefined)
    throw new MalformedHashError('it is not an scrypt hash of Django, scrypt$N$salt$r$p$hash');
  const parameters = {
    logCost: logarithm(decimal(cost, 'its N')),
    blockSize: decimal(blockSize, 'its r'),
    parallelization: decimal(parallelization, 'its p'),
  };
  return scryptHash('scrypt', parameters, utf8(salt), fromPaddedBase64(digest, 'its hash'));
}
