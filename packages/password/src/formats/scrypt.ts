import { MalformedHashError } from '../errors.ts';
import type { ScryptDerivation, StoredHash } from './derivation.ts';
import type { Format } from './format.ts';
import { checkDigest, decimal, fromAnyBase64, namedParameters, toPhcBase64 } from './phc.ts';

// passlib and this package write ln, the logarithm of N. AdonisJS and nuxt-auth-utils write N itself.
// $scrypt$ln=17,r=8,p=1$wlhLyXmP8b53bm1NKYVQqg$mTpvG8lzuuDk+DWz8HZIB6Vum6erDuUm0As5yU+VxWA
// $scrypt$n=16384,r=8,p=1$wlhLyXmP8b53bm1NKYVQqg$mTpvG8lzuuDk+DWz8HZIB6Vum6erDuUm0As5yU+VxWA
const ENCODED = /^\$scrypt\$([a-z0-9=,]+)\$([A-Za-z0-9+/]*={0,2})\$([A-Za-z0-9+/]+={0,2})$/;

/** scrypt in the PHC string format. */
export const scrypt: Format = (encoded) => {
  if (!encoded.startsWith('$scrypt$')) return undefined;
  const [, parameters, salt = '', digest = ''] = ENCODED.exec(encoded) ?? [];
  if (parameters === undefined)
    throw new MalformedHashError(
      'it is not a scrypt PHC string, $scrypt$ln=…,r=…,p=…$salt$hash; it may be truncated',
    );
  const named = namedParameters(parameters, parameters.includes('ln=') ? ['ln', 'r', 'p'] : ['n', 'r', 'p']);
  const logCost = named.has('n') ? logarithm(decimal(named.get('n'), 'n')) : decimal(named.get('ln'), 'ln');
  return scryptHash(
    'scrypt',
    { logCost, blockSize: decimal(named.get('r'), 'r'), parallelization: decimal(named.get('p'), 'p') },
    fromAnyBase64(salt, 'its salt'),
    fromAnyBase64(digest, 'its hash'),
  );
};

/** The logarithm of scrypt's N. @throws {@link MalformedHashError} unless N is a power of two */
export function logarithm(cost: number): number {
  const logCost = Math.log2(cost);
  if (Number.isInteger(logCost)) return logCost;
  throw new MalformedHashError('its N is not a power of two');
}

/** A stored scrypt hash of any software. The parameters must be possible (RFC 7914 section 2). */
export function scryptHash(
  scheme: string,
  {
    logCost,
    blockSize,
    parallelization,
  }: { readonly logCost: number; readonly blockSize: number; readonly parallelization: number },
  salt: Uint8Array,
  digest: Uint8Array,
): StoredHash & { readonly derivation: ScryptDerivation } {
  const isPossible =
    logCost >= 1 &&
    logCost < 16 * blockSize &&
    logCost <= 63 &&
    parallelization >= 1 &&
    blockSize * parallelization < 2 ** 30;
  if (!isPossible)
    throw new MalformedHashError('its parameters are not possible for scrypt (RFC 7914 section 2)');
  const expected = checkDigest(new Uint8Array(digest));
  const cost = 2 ** logCost;
  return {
    scheme,
    parameters: { cost, blockSize, parallelization },
    derivation: { kind: 'scrypt', cost, blockSize, parallelization, salt, length: expected.length },
    expected,
  };
}

/** Writes a scrypt PHC string. */
export function writeScrypt(
  { cost, blockSize, parallelization, salt }: ScryptDerivation,
  digest: Uint8Array,
): string {
  return `$scrypt$ln=${Math.log2(cost)},r=${blockSize},p=${parallelization}$${toPhcBase64(salt)}$${toPhcBase64(digest)}`;
}
