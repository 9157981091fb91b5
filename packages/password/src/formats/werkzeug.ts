import { fromHex, type HashAlgorithm, resolveAlgorithm, utf8 } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import { decimal } from '../hashing/phc.ts';
import type { Format } from './format.ts';
import { pbkdf2Hash } from './pbkdf2.ts';
import { scryptHash } from './scrypt.ts';

const ENCODED = /^(scrypt|pbkdf2)((?::[a-z0-9_-]{1,20})*)\$([^$]*)\$([0-9a-f]+)$/;

/** What `generate_password_hash` of Werkzeug (Flask) writes: `scrypt:32768:8:1$salt$hex`, `pbkdf2:sha256:1000000$salt$hex`. Salts are text. */
export const werkzeug: Format = {
  name: 'werkzeug',
  read(encoded) {
    if (!/^(scrypt|pbkdf2)[:$]/.test(encoded) || /^scrypt\$\d/.test(encoded)) return undefined;
    const [, method, options = '', salt = '', digest = ''] = ENCODED.exec(encoded) ?? [];
    const [, first, second, third] = options.split(':');
    if (digest.length % 2 === 1) throw new MalformedHashError('its digest is not hexadecimal');
    if (method === 'scrypt') {
      const logCost = Math.log2(decimal(first ?? '32768', 'its N'));
      if (!Number.isInteger(logCost)) throw new MalformedHashError('its N is not a power of two');
      const parameters = {
        logCost,
        blockSize: decimal(second ?? '8', 'its r'),
        parallelization: decimal(third ?? '1', 'its p'),
      };
      return {
        ...scryptHash('werkzeug-scrypt', parameters, utf8(salt), fromHex(digest)),
        normalizer: 'none',
      };
    }
    if (method !== 'pbkdf2' || third !== undefined)
      throw new MalformedHashError('it is not what Werkzeug writes');
    const algorithm = digestName(first ?? 'sha256');
    return {
      ...pbkdf2Hash(
        `werkzeug-pbkdf2-${algorithm}`,
        algorithm,
        decimal(second ?? '1000000', 'its number of rounds'),
        utf8(salt),
        fromHex(digest),
      ),
      normalizer: 'none',
    };
  },
};

function digestName(name: string): HashAlgorithm {
  const known: readonly HashAlgorithm[] = ['sha1', 'sha224', 'sha256', 'sha384', 'sha512'];
  const found = known.find((algorithm) => algorithm === name && resolveAlgorithm(name).name === name);
  if (found) return found;
  throw new MalformedHashError('its digest algorithm is not supported');
}
