import { fromHex, type HashAlgorithm, utf8 } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import type { StoredHash } from './derivation.ts';
import type { Format } from './format.ts';
import { pbkdf2Hash } from './pbkdf2.ts';
import { decimal } from './phc.ts';
import { logarithm, scryptHash } from './scrypt.ts';

// Werkzeug's generate_password_hash (Flask). Salts are text.
// scrypt:32768:8:1$abcdefghijklmnop$2098a7c25c0a0a626a77c6bb619c1cb62e3595cdd318877cfcae6f29f6bc3c0a96c382016c051a26f7f2071b3cb5f082a6fb7efcf6d61b466055c44fc47317b0
// pbkdf2:sha256:1000$abcdefghijklmnop$c6a5a2d018318b69cd438412fd505718c5c15ef312286b2f0d5082de96968666
const SCRYPT = /^scrypt:([^:$]*):([^:$]*):([^:$]*)\$([^$]*)\$((?:[0-9a-f]{2})+)$/;
const PBKDF2 = /^pbkdf2:([^:$]*):([^:$]*)\$([^$]*)\$((?:[0-9a-f]{2})+)$/;
const DIGESTS: readonly HashAlgorithm[] = ['sha1', 'sha224', 'sha256', 'sha384', 'sha512'];

/** Werkzeug's slow methods. */
export const werkzeug: Format = (encoded) => {
  const [, method] = /^(scrypt|pbkdf2):/.exec(encoded) ?? [];
  if (method === undefined) return undefined;
  const stored = method === 'scrypt' ? readScrypt(encoded) : readPbkdf2(encoded);
  return { ...stored, normalizer: 'none' };
};

function readScrypt(encoded: string): StoredHash {
  const [, cost, blockSize, parallelization, salt, digest] = SCRYPT.exec(encoded) ?? [];
  if (salt === undefined || digest === undefined)
    throw new MalformedHashError('it is not a Werkzeug hash, scrypt:N:r:p$salt$hash; it may be truncated');
  const parameters = {
    logCost: logarithm(decimal(cost, 'its N')),
    blockSize: decimal(blockSize, 'its r'),
    parallelization: decimal(parallelization, 'its p'),
  };
  return scryptHash('werkzeug-scrypt', parameters, utf8(salt), fromHex(digest));
}

function readPbkdf2(encoded: string): StoredHash {
  const [, name, iterations, salt, digest] = PBKDF2.exec(encoded) ?? [];
  if (salt === undefined || digest === undefined)
    throw new MalformedHashError(
      'it is not a Werkzeug hash, pbkdf2:sha256:rounds$salt$hash; it may be truncated',
    );
  const algorithm = DIGESTS.find((known) => known === name);
  if (algorithm === undefined)
    throw new MalformedHashError(`its digest algorithm is not one of ${DIGESTS.join(', ')}`);
  return pbkdf2Hash(
    `werkzeug-pbkdf2-${algorithm}`,
    algorithm,
    decimal(iterations, 'its number of rounds'),
    utf8(salt),
    fromHex(digest),
  );
}
