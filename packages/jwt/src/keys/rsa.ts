import { InvalidKeyError } from '../errors.ts';
import { toInteger } from './integers.ts';
import type { Jwk } from './key.ts';

/** The primes that the fingerprint of CVE-2017-15361 looks at. */
const SMALL_PRIMES: readonly number[] = [
  3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107,
  109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
];

/** For each small prime, the remainders of the powers of 65537. */
const POWERS: ReadonlyMap<number, ReadonlySet<number>> = new Map(
  SMALL_PRIMES.map((prime) => {
    const powers = new Set<number>();
    for (let power = 1; !powers.has(power); power = (power * 65_537) % prime) powers.add(power);
    return [prime, powers];
  }),
);

const PRODUCT = SMALL_PRIMES.reduce((product, prime) => product * BigInt(prime), 1n);

/**
 * Whether a modulus carries the fingerprint of the library whose keys can be factored (ROCA, CVE-2017-15361): modulo
 * every small prime it is a power of 65537. An innocent modulus has it once in about 2^27.
 */
export function hasRocaFingerprint(modulus: bigint): boolean {
  const remainder = modulus % PRODUCT;
  return SMALL_PRIMES.every((prime) => POWERS.get(prime)?.has(Number(remainder % BigInt(prime))));
}

/**
 * Checks that the parts of a private RSA key belong to one key (RFC 8017 section 3.2): not every platform does, and a
 * signature made with parts of two keys gives the primes away.
 *
 * @throws {@link InvalidKeyError}
 */
export function checkRsaParts(jwk: Jwk): void {
  const part = (name: 'n' | 'e' | 'd' | 'p' | 'q' | 'dp' | 'dq' | 'qi'): bigint => toInteger(jwk[name] ?? '');
  const [p, q, e, d] = [part('p'), part('q'), part('e'), part('d')];
  // What is absent is zero, and no part of a key is.
  const isConsistent =
    p > 1n &&
    q > 1n &&
    p * q === part('n') &&
    (e * part('dp')) % (p - 1n) === 1n &&
    (e * part('dq')) % (q - 1n) === 1n &&
    d % (p - 1n) === part('dp') &&
    d % (q - 1n) === part('dq') &&
    (q * part('qi')) % p === 1n;
  if (!isConsistent) throw new InvalidKeyError('The parts of the private RSA key do not belong together.');
}
