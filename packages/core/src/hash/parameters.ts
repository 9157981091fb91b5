import { type Bytes, checkWellFormed, copyMessage, copySecret, type Message } from '../bytes.ts';
import type { AlgorithmInfo, DigestSpec, TreeParameters } from '../digest.ts';
import { InvalidArgumentError } from '../errors.ts';
import { checkInteger } from '../integers.ts';
import { integer, type OptionReader, optional } from '../option-readers.ts';
import type { TableOf } from '../options.ts';
import { type HashName, resolveAlgorithm } from './algorithms.ts';
import { checkTree, type TreeOptions, tree } from './tree.ts';

/** Parameters of a digest. A parameter that the algorithm does not have is an error. */
export interface DigestParameters {
  /** Bytes of output: 1–64 for BLAKE2b, 1–32 for BLAKE2s, 0–8,388,608 for SHAKE and BLAKE3. */
  readonly length?: number | undefined;
  /** Secret key: 1–64 bytes for BLAKE2b, 1–32 for BLAKE2s, exactly 32 for BLAKE3. */
  readonly key?: Message | undefined;
  /** BLAKE2: up to 16 bytes (2b) or 8 (2s), followed by zeros. */
  readonly salt?: Message | undefined;
  /** BLAKE2: up to 16 bytes (2b) or 8 (2s), followed by zeros. Python's `person`. */
  readonly personalization?: Message | undefined;
  /** BLAKE3's key derivation mode: a constant, globally unique text that names the purpose of the key. */
  readonly context?: string | undefined;
  /** BLAKE2's tree hashing. On Node.js only. */
  readonly tree?: TreeOptions | undefined;
}

/** The longest output of one call. A longer one would block the event loop for more than a tenth of a second. */
const MAX_XOF_LENGTH = 2 ** 23;

/** The longest BLAKE3 output that need not be announced: the most that the fastest engine outputs. */
const MAX_LATE_BLAKE3_LENGTH = 16_384;

const BLAKE2_LIMITS = {
  blake2b: { digest: 64, key: 64, salt: 16, nodeOffset: 2n ** 64n - 1n },
  blake2s: { digest: 32, key: 32, salt: 8, nodeOffset: 2n ** 48n - 1n },
} as const;

/** Reads the length of an extendable-output function's output. */
export const xofLength: OptionReader<number> = integer({ min: 0, max: MAX_XOF_LENGTH });

/** Parameters of a digest that have been read. */
export interface ReadParameters {
  readonly length: number | undefined;
  readonly key: Bytes | undefined;
  readonly salt: Bytes | undefined;
  readonly personalization: Bytes | undefined;
  readonly context: string | undefined;
  readonly tree: TreeParameters | undefined;
}

/** Reads each parameter. The limits of an algorithm are checked by {@link digestSpec}. */
export const PARAMETERS: TableOf<ReadParameters> = {
  length: optional(xofLength),
  key: optional(copySecret),
  salt: optional(copyMessage),
  personalization: optional(copyMessage),
  context: optional(checkWellFormed),
  tree: optional(tree),
};

const plainDigests = new Map<string, DigestSpec>();

/**
 * Finds a digest without parameters.
 *
 * @throws {@link InvalidArgumentError} for an unknown algorithm
 */
export function plainDigest(algorithm: HashName): DigestSpec {
  const known = plainDigests.get(algorithm);
  if (known !== undefined) return known;
  const info = resolveAlgorithm(algorithm);
  const plain = { info, length: info.digestSize, isPlain: true };
  // Other spellings are not kept: they may come from outside, and there are many.
  if (info.name === algorithm) plainDigests.set(algorithm, plain);
  return plain;
}

/**
 * Finds a digest with parameters.
 *
 * @throws {@link InvalidArgumentError} for a parameter that the algorithm does not have, or that is out of its range
 */
export function digestSpec(algorithm: HashName, parameters: ReadParameters): DigestSpec {
  const plain = plainDigest(algorithm);
  if (isEmpty(parameters)) return plain;
  switch (plain.info.family) {
    case 'fixed':
      return fixedSpec(plain, parameters);
    case 'blake2':
      return blake2Spec(plain.info, parameters);
    case 'blake3':
      return blake3Spec(plain.info, parameters);
    case 'xof':
      rejectParameters(plain.info, parameters, ['key', 'salt', 'personalization', 'context', 'tree']);
      return parameters.length === undefined ? plain : { ...plain, length: parameters.length };
  }
}

function isEmpty({ length, key, salt, personalization, context, tree }: ReadParameters): boolean {
  return (
    length === undefined &&
    key === undefined &&
    salt === undefined &&
    personalization === undefined &&
    context === undefined &&
    tree === undefined
  );
}

/** The same digest with another output length. */
export function withLength(spec: DigestSpec, length: number): DigestSpec {
  if (length === spec.length) return spec;
  if (spec.info.family === 'fixed' || spec.info.family === 'blake2') {
    throw new InvalidArgumentError(
      'length',
      `length must be ${spec.length} or absent. Pass it to createHash, because it changes the result of ${spec.info.name}.`,
    );
  }
  if (spec.info.family === 'blake3' && length > Math.max(spec.length, MAX_LATE_BLAKE3_LENGTH)) {
    throw new InvalidArgumentError(
      'length',
      `length must be at most ${MAX_LATE_BLAKE3_LENGTH} here. Pass a longer one to createHash.`,
    );
  }
  return { ...spec, length };
}

function fixedSpec(plain: DigestSpec, parameters: ReadParameters): DigestSpec {
  const { name, digestSize } = plain.info;
  rejectParameters(plain.info, parameters, ['key', 'salt', 'personalization', 'context', 'tree']);
  if (parameters.length === undefined || parameters.length === digestSize) return plain;
  throw new InvalidArgumentError(
    'length',
    `length must be ${digestSize} or absent for ${name}. To truncate a digest, take a slice of it.`,
  );
}

const OWNERS = {
  key: 'blake2b, blake2s and blake3 have a key; for other digests use hmac',
  salt: 'only blake2b and blake2s have it',
  personalization: 'only blake2b and blake2s have it',
  context: 'only blake3 has it',
  tree: 'only blake2b and blake2s have it',
} as const;

function rejectParameters(
  info: AlgorithmInfo,
  parameters: ReadParameters,
  names: readonly (keyof typeof OWNERS)[],
): void {
  for (const name of names) {
    if (parameters[name] === undefined) continue;
    throw new InvalidArgumentError(name, `${info.name} has no parameter ${name}: ${OWNERS[name]}.`);
  }
}

function blake3Spec(info: AlgorithmInfo, parameters: ReadParameters): DigestSpec {
  rejectParameters(info, parameters, ['salt', 'personalization', 'tree']);
  const { length = info.digestSize, key, context } = parameters;
  if (key !== undefined && context !== undefined) {
    throw new InvalidArgumentError('context', 'context and key exclude each other. Pass one of them.');
  }
  if (key !== undefined && key.length !== 32) {
    throw new InvalidArgumentError('key', 'key must be exactly 32 bytes for blake3.');
  }
  return { info, length, key, context, isPlain: key === undefined && context === undefined };
}

function blake2Spec(info: AlgorithmInfo, parameters: ReadParameters): DigestSpec {
  rejectParameters(info, parameters, ['context']);
  const limits = BLAKE2_LIMITS[info.name === 'blake2b' ? 'blake2b' : 'blake2s'];
  const length = checkInteger(parameters.length ?? limits.digest, 'length', { min: 1, max: limits.digest });
  const key = upTo(limits.key, parameters.key, 'key', info);
  const salt = upTo(limits.salt, parameters.salt, 'salt', info);
  const personalization = upTo(limits.salt, parameters.personalization, 'personalization', info);
  const tree = parameters.tree && checkTree(parameters.tree, limits);
  const isPlain = length === limits.digest && !key && !salt && !personalization && !tree;
  return { info, length, key, salt, personalization, tree, isPlain };
}

function upTo(
  limit: number,
  bytes: Uint8Array | undefined,
  argument: string,
  info: AlgorithmInfo,
): Uint8Array | undefined {
  if (bytes === undefined || bytes.length <= limit) return bytes;
  throw new InvalidArgumentError(argument, `${argument} must be at most ${limit} bytes for ${info.name}.`);
}
