import { digestRuntime } from '#runtime/digest';
import type { AlgorithmInfo, HashFamily } from '../digest.ts';
import { InvalidArgumentError } from '../errors.ts';

/** A digest that every runtime has. */
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
 * The name of a digest in any usual spelling (`sha256`, `SHA-256`, `sha3_256`, `SHA512/256`). On Node.js also the other
 * digests of its OpenSSL.
 */
export type HashName = HashAlgorithm | (string & {});

const guaranteed = (
  name: HashAlgorithm,
  digestSize: number,
  blockSize: number,
  family: HashFamily = 'fixed',
): readonly [HashAlgorithm, AlgorithmInfo] => [name, { name, family, digestSize, blockSize }];

// Sizes: RFC 1321, FIPS 180-4, FIPS 202, RFC 7693, the BLAKE3 paper. The defaults of SHAKE are those of RFC 8702
// section 3.1: twice the security strength.
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

/** The canonical names of the digests that every runtime has. */
export const algorithmsGuaranteed: ReadonlySet<HashAlgorithm> = new Set(
  [...GUARANTEED.keys()].filter((name): name is HashAlgorithm => GUARANTEED.has(name)),
);

/** The canonical names of the digests of this runtime: the guaranteed ones, and on Node.js those of its OpenSSL. */
export function algorithmsAvailable(): ReadonlySet<string> {
  return new Set([...GUARANTEED.keys(), ...digestRuntime.extraAlgorithms().keys()]);
}

/**
 * Finds a digest by any of its spellings.
 *
 * @throws {@link InvalidArgumentError} if this runtime has no such digest
 */
export function resolveAlgorithm(name: HashName, argument = 'algorithm'): AlgorithmInfo {
  const exact = GUARANTEED.get(name);
  if (exact) return exact;
  if (typeof name === 'string' && name.length <= MAX_NAME_LENGTH) {
    const squeezed = squeeze(name);
    const known = BY_SPELLING.get(squeezed);
    if (known) return known;
    for (const [extra, sizes] of digestRuntime.extraAlgorithms()) {
      if (squeeze(extra) === squeezed) return { name: extra, family: 'fixed', ...sizes };
    }
  }
  throw new InvalidArgumentError(
    argument,
    `${argument} is not a digest of this runtime. Guaranteed are ${[...GUARANTEED.keys()].join(', ')}.`,
  );
}
