import { provider } from '#provider';
import { InvalidArgumentError } from '../errors.ts';

/** The digests that every runtime has. */
export type HashAlgorithm =
  | 'md5'
  | 'sha1'
  | 'sha224'
  | 'sha256'
  | 'sha384'
  | 'sha512'
  | 'sha512-224'
  | 'sha512-256'
  | 'sha3-224'
  | 'sha3-256'
  | 'sha3-384'
  | 'sha3-512'
  | 'shake128'
  | 'shake256'
  | 'blake2b'
  | 'blake2s'
  | 'blake3';

/**
 * The name of a digest: one of the guaranteed ones, any spelling of those (`SHA-256`, `sha3_256`, `SHA512/256`),
 * or, on Node.js, another that its OpenSSL has.
 */
export type HashName = HashAlgorithm | (string & {});

/**
 * How a digest's output length comes about: `fixed`, chosen at the start and part of the result (`blake2`), or
 * as much as is read (`xof`, FIPS 202 extendable-output functions, and `blake3`).
 */
export type HashFamily = 'fixed' | 'blake2' | 'xof' | 'blake3';

export interface AlgorithmInfo {
  readonly name: string;
  readonly family: HashFamily;
  /** Bytes of output where no length is asked for. */
  readonly digestSize: number;
  /** Bytes that the function takes in at a time: HMAC's block length. */
  readonly blockSize: number;
}

const guaranteed = (
  name: HashAlgorithm,
  digestSize: number,
  blockSize: number,
  family: HashFamily = 'fixed',
): readonly [HashAlgorithm, AlgorithmInfo] => [name, { name, family, digestSize, blockSize }];

// Sizes: RFC 1321, FIPS 180-4, FIPS 202, RFC 7693, the BLAKE3 paper. SHAKE's defaults are those of RFC 8702
// section 3.1: twice the security strength, so that collisions are as hard as the function makes them.
const GUARANTEED: ReadonlyMap<string, AlgorithmInfo> = new Map<string, AlgorithmInfo>([
  guaranteed('md5', 16, 64),
  guaranteed('sha1', 20, 64),
  guaranteed('sha224', 28, 64),
  guaranteed('sha256', 32, 64),
  guaranteed('sha384', 48, 128),
  guaranteed('sha512', 64, 128),
  guaranteed('sha512-224', 28, 128),
  guaranteed('sha512-256', 32, 128),
  guaranteed('sha3-224', 28, 144),
  guaranteed('sha3-256', 32, 136),
  guaranteed('sha3-384', 48, 104),
  guaranteed('sha3-512', 64, 72),
  guaranteed('shake128', 32, 168, 'xof'),
  guaranteed('shake256', 64, 136, 'xof'),
  guaranteed('blake2b', 64, 128, 'blake2'),
  guaranteed('blake2s', 32, 64, 'blake2'),
  guaranteed('blake3', 32, 64, 'blake3'),
]);

const squeeze = (name: string): string => name.toLowerCase().replace(/[-_/ ]/g, '');

const BY_SPELLING: ReadonlyMap<string, AlgorithmInfo> = new Map([
  ...[...GUARANTEED.values()].map((info) => [squeeze(info.name), info] as const),
  // OpenSSL's names
  ...[...GUARANTEED.values()]
    .filter(({ name }) => /^sha(224|256|384|512)/.test(name))
    .map((info) => [squeeze(info.name).replace('sha', 'sha2'), info] as const),
  ...[...GUARANTEED.values()]
    .filter(({ family }) => family === 'blake2')
    .map((info) => [`${info.name}${info.digestSize * 8}`, info] as const),
]);

const MAX_NAME_LENGTH = 64;

/** The digests that every runtime has, by canonical name. */
export const algorithmsGuaranteed: ReadonlySet<HashAlgorithm> = new Set(
  [...GUARANTEED.keys()].filter((name): name is HashAlgorithm => GUARANTEED.has(name)),
);

/** The digests that this runtime has: the guaranteed ones, and on Node.js what its OpenSSL adds. */
export function algorithmsAvailable(): ReadonlySet<string> {
  return new Set([...GUARANTEED.keys(), ...provider.extraAlgorithms().keys()]);
}

/**
 * Finds a digest by any of its spellings.
 *
 * @throws {@link InvalidArgumentError} when this runtime has no digest of that name
 */
export function resolveAlgorithm(name: HashName, argument = 'algorithm'): AlgorithmInfo {
  const exact = GUARANTEED.get(name);
  if (exact) return exact;
  if (typeof name === 'string' && name.length <= MAX_NAME_LENGTH) {
    const squeezed = squeeze(name);
    const known = BY_SPELLING.get(squeezed);
    if (known) return known;
    for (const [extra, sizes] of provider.extraAlgorithms()) {
      if (squeeze(extra) === squeezed) return { name: extra, family: 'fixed', ...sizes };
    }
  }
  throw new InvalidArgumentError(
    argument,
    `${argument} must name a digest that this runtime has; the guaranteed ones are ${[...GUARANTEED.keys()].join(', ')}.`,
  );
}
