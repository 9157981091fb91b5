import { MalformedHashError } from '../errors.ts';
import type { ScryptDerivation, StoredHash } from '../hashing/derivation.ts';
import { checkDigest, decimal, fromPhcBase64, namedParameters, toPhcBase64 } from '../hashing/phc.ts';
import type { Format } from './format.ts';

const ENCODED = /^\$scrypt\$([a-z0-9=,]+)\$([A-Za-z0-9+/]*)\$([A-Za-z0-9+/]+)$/;

/** scrypt as passlib writes it, in the PHC string format: `$scrypt$ln=17,r=8,p=1$salt$digest`. */
export const scrypt: Format = (encoded) => {
  if (!encoded.startsWith('$scrypt$')) return undefined;
  const [, parameterText, saltText = '', digestText = ''] = ENCODED.exec(encoded) ?? [];
  if (parameterText === undefined) throw new MalformedHashError('it is not a scrypt PHC string');
  const named = namedParameters(parameterText, ['ln', 'r', 'p']);
  const parameters = {
    logCost: decimal(named.get('ln'), 'ln'),
    blockSize: decimal(named.get('r'), 'r'),
    parallelization: decimal(named.get('p'), 'p'),
  };
  const stored = scryptHash(
    'scrypt',
    parameters,
    fromPhcBase64(saltText, 'its salt'),
    fromPhcBase64(digestText, 'its digest'),
  );
  return { ...stored, isCanonical: writeScrypt(stored.derivation, stored.expected) === encoded };
};

/** A stored scrypt hash of any software, its parameters checked as far as scrypt itself asks (RFC 7914 section 2). */
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
    isCanonical: false,
  };
}

/** Writes a scrypt PHC string. */
export function writeScrypt(
  { cost, blockSize, parallelization, salt }: ScryptDerivation,
  digest: Uint8Array,
): string {
  return `$scrypt$ln=${Math.log2(cost)},r=${blockSize},p=${parallelization}$${toPhcBase64(salt)}$${toPhcBase64(digest)}`;
}
