import { InvalidKeyError } from '../errors.ts';

/** The parts of an RSA key as integers. */
export interface RsaPublicParts {
  readonly n: bigint;
  readonly e: bigint;
}

export interface RsaPrivateParts extends RsaPublicParts {
  readonly d: bigint;
  readonly p: bigint;
  readonly q: bigint;
  readonly dp: bigint;
  readonly dq: bigint;
  readonly qi: bigint;
}

const MAX_RSA_BITS = 16_384;

/** The primes below 752, which must not divide a modulus (NIST SP 800-89 section 5.3.3). */
const SMALL_PRIMES: readonly number[] = primesBelow(752);
const PRODUCT = SMALL_PRIMES.reduce((product, prime) => product * BigInt(prime), 1n);

/** The primes that the fingerprint of CVE-2017-15361 uses. */
const ROCA_PRIMES = SMALL_PRIMES.filter((prime) => prime > 2 && prime <= 167);

function primesBelow(limit: number): readonly number[] {
  const primes: number[] = [];
  for (let candidate = 2; candidate < limit; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
}

/** The number of bits of an integer. */
export function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length;
}

/**
 * Checks the public half of an RSA key, as integers: leading zeros must not hide an exponent of 1.
 *
 * @throws {@link InvalidKeyError}
 */
export function checkRsaPublicParts({ n, e }: RsaPublicParts): void {
  const bits = bitLength(n);
  if (bits > MAX_RSA_BITS)
    throw new InvalidKeyError(`The RSA key has ${bits} bits; at most ${MAX_RSA_BITS} are accepted.`);
  checkRsaExponent(e);
  const remainder = n % PRODUCT;
  if (SMALL_PRIMES.some((prime) => remainder % BigInt(prime) === 0n))
    throw new InvalidKeyError('The RSA modulus is divisible by a small prime. Generate a new key.');
  if (hasRocaFingerprint(remainder))
    throw new InvalidKeyError('The RSA key can be factored (ROCA, CVE-2017-15361). Generate a new key.');
}

/** Checks a public exponent. With an exponent of 1, a signature is the message itself. */
export function checkRsaExponent(e: bigint): void {
  if (e >= 3n && e % 2n === 1n && e < 2n ** 64n) return;
  throw new InvalidKeyError('The RSA public exponent must be odd, at least 3, and at most 64 bits.');
}

/**
 * Recognises keys of the library that made factorable keys (ROCA, CVE-2017-15361): modulo every small prime, the modulus
 * is a power of 65537. A sound modulus has this property once in about 2^27.
 */
export function hasRocaFingerprint(modulus: bigint): boolean {
  return ROCA_PRIMES.every((prime) => isPowerOf65537(Number(modulus % BigInt(prime)), prime));
}

function isPowerOf65537(remainder: number, prime: number): boolean {
  const base = 65_537 % prime;
  let power = 1;
  do {
    if (power === remainder) return true;
    power = (power * base) % prime;
  } while (power !== 1);
  return false;
}

/**
 * Checks that the parts of a private RSA key belong to one key (RFC 8017 section 3.2). Not every platform checks this,
 * and a signature made with parts of two keys reveals the primes.
 *
 * @throws {@link InvalidKeyError}
 */
export function checkRsaPrivateParts({ n, e, d, p, q, dp, dq, qi }: RsaPrivateParts): void {
  const isConsistent =
    p > 1n &&
    q > 1n &&
    p * q === n &&
    (e * dp) % (p - 1n) === 1n &&
    (e * dq) % (q - 1n) === 1n &&
    d % (p - 1n) === dp &&
    d % (q - 1n) === dq &&
    (q * qi) % p === 1n;
  if (!isConsistent) throw new InvalidKeyError('The parts of the private RSA key do not belong together.');
}
