import { fromHex, type HashAlgorithm, utf8 } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import { decimal } from '../hashing/phc.ts';
import type { Format } from './format.ts';
import { pbkdf2Hash } from './pbkdf2.ts';
import { scryptHash } from './scrypt.ts';

const SCRYPT = /^scrypt:([^:$]*):([^:$]*):([^:$]*)\$([^$]*)\$((?:[0-9a-f]{2})+)$/;
const PBKDF2 = /^pbkdf2:([^:$]*):([^:$]*)\$([^$]*)\$((?:[0-9a-f]{2})+)$/;

/** What `generate_password_hash` of Werkzeug (Flask) writes: `scrypt:32768:8:1$salt$hex`, `pbkdf2:sha256:1000000$salt$hex`. Salts are text. */
export const werkzeug: Format = (encoded) => {
  const [, method] = /^(scrypt|pbkdf2):/.exec(encoded) ?? [];
  if (method === undefined) return undefined;
  const stored = method === 'scrypt' ? readScrypt(encoded) : readPbkdf2(encoded);
  return { ...stored, normalizer: 'none' };
};

function readScrypt(encoded: string): ReturnType<typeof scryptHash> {
  const [, cost, blockSize, parallelization, salt, digest] = SCRYPT.exec(encoded) ?? [];
  if (salt === undefined || digest === undefined)
    throw new MalformedHashError('it is not what Werkzeug writes');
  const logCost = Math.log2(decimal(cost, 'its N'));
  if (!Number.isInteger(logCost)) throw new MalformedHashError('its N is not a power of two');
  const parameters = {
    logCost,
    blockSize: decimal(blockSize, 'its r'),
    parallelization: decimal(parallelization, 'its p'),
  };
  return scryptHash('werkzeug-scrypt', parameters, utf8(salt), fromHex(digest));
}

function readPbkdf2(encoded: string): ReturnType<typeof pbkdf2Hash> {
  const [, name, iterations, salt, digest] = PBKDF2.exec(encoded) ?? [];
  if (salt === undefined || digest === undefined)
    throw new MalformedHashError('it is not what Werkzeug writes');
  const algorithm = DIGESTS.find((known) => known === name);
  if (algorithm === undefined) throw new MalformedHashError('its digest algorithm is not supported');
  return pbkdf2Hash(
    `werkzeug-pbkdf2-${algorithm}`,
    algorithm,
    decimal(iterations, 'its number of rounds'),
    utf8(salt),
    fromHex(digest),
  );
}

const DIGESTS: readonly HashAlgorithm[] = ['sha1', 'sha224', 'sha256', 'sha384', 'sha512'];
