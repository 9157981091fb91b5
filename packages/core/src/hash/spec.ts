import { checkBytes, type Message, messageBytes } from '../bytes.ts';
import { InvalidArgumentError } from '../errors.ts';
import { checkInteger } from '../integers.ts';
import { checkOptions } from '../options.ts';
import { type AlgorithmInfo, type HashName, resolveAlgorithm } from './algorithms.ts';
import { type TreeOptions, type TreeParameters, treeParameters } from './tree.ts';

/** What a digest can be given beside its input. A parameter that the algorithm does not have is an error. */
export interface DigestParameters {
  /** Bytes of output: 1–64 for BLAKE2b, 1–32 for BLAKE2s, any for SHAKE and BLAKE3 up to 2^29 − 1. */
  readonly length?: number;
  /** Secret key: up to 64 bytes for BLAKE2b, 32 for BLAKE2s, exactly 32 for BLAKE3. An empty BLAKE2 key is none. */
  readonly key?: Message;
  /** BLAKE2: up to 16 bytes (2b) or 8 (2s), filled up with zeros. */
  readonly salt?: Message;
  /** BLAKE2: up to 16 bytes (2b) or 8 (2s), filled up with zeros. Python's `person`. */
  readonly personalization?: Message;
  /** BLAKE3's key derivation mode: a hard-coded, globally unique text that says what the key is for. */
  readonly context?: string | undefined;
  /** BLAKE2's tree hashing. On Node.js only. */
  readonly tree?: TreeOptions;
}

/**
 * A digest and its parameters, checked: what a provider works by. Their bytes are the caller's own and are read when the
 * digest starts, not later.
 */
export interface DigestSpec {
  readonly info: AlgorithmInfo;
  readonly length: number;
  readonly key?: Uint8Array | undefined;
  readonly salt?: Uint8Array | undefined;
  readonly personalization?: Uint8Array | undefined;
  readonly context?: string | undefined;
  readonly tree?: TreeParameters | undefined;
  /** Whether anything but the input decides the result, output length of extendable functions aside. */
  readonly isPlain: boolean;
}

/** The longest output of an extendable function, as in Python's hashlib. */
const MAX_XOF_LENGTH = 2 ** 29 - 1;

/** The longest output of BLAKE3 that need not be announced: what its fastest engine can hold. */
const MAX_LATE_BLAKE3_LENGTH = 16_384;

const BLAKE2_LIMITS = {
  blake2b: { digest: 64, key: 64, salt: 16, nodeOffset: 2n ** 64n - 1n },
  blake2s: { digest: 32, key: 32, salt: 8, nodeOffset: 2n ** 48n - 1n },
} as const;

/** The names of {@link DigestParameters}. */
export const PARAMETER_NAMES: readonly (keyof DigestParameters)[] = [
  'length',
  'key',
  'salt',
  'personalization',
  'context',
  'tree',
];

const KNOWN: ReadonlySet<string> = new Set(PARAMETER_NAMES);

const plainSpecs = new Map<string, DigestSpec>();

/** The plain digest asked for last: a program mostly stays with one, and comparing a name costs less than finding it. */
let lastPlain: DigestSpec | undefined;

function plainSpec(algorithm: HashName): DigestSpec {
  if (lastPlain !== undefined && algorithm === lastPlain.info.name) return lastPlain;
  const spec = plainSpecs.get(algorithm) ?? newPlainSpec(algorithm);
  lastPlain = spec;
  return spec;
}

function newPlainSpec(algorithm: HashName): DigestSpec {
  const info = resolveAlgorithm(algorithm);
  const spec = { info, length: info.digestSize, isPlain: true };
  // Under the canonical name alone: spellings come from outside and are many.
  if (info.name === algorithm) plainSpecs.set(algorithm, spec);
  return spec;
}

/** Whether there are no options but the commonest, `length` and `encoding`: told without the cost of a full check. */
function areCommon(options: object, known: ReadonlySet<string>): boolean {
  if (typeof options !== 'object' || options === null) return false;
  for (const name in options) if (name !== 'length' && (name !== 'encoding' || known === KNOWN)) return false;
  return true;
}

/**
 * Checks a digest's name and parameters.
 *
 * @param known the options that may stand beside the parameters, and the parameters
 * @throws {@link InvalidArgumentError}
 */
export function digestSpec(
  algorithm: HashName,
  parameters?: DigestParameters,
  known: ReadonlySet<string> = KNOWN,
): DigestSpec {
  const plain = plainSpec(algorithm);
  if (parameters === undefined) return plain;
  if (!areCommon(parameters, known)) return parametersSpec(plain, checkOptions(parameters, known));
  return parameters.length === undefined ? plain : lengthSpec(plain, parameters);
}

function lengthSpec(plain: DigestSpec, parameters: DigestParameters): DigestSpec {
  const { info } = plain;
  if (info.family !== 'xof') return parametersSpec(plain, parameters);
  return xofSpec(info, parameters.length);
}

function parametersSpec(plain: DigestSpec, parameters: DigestParameters): DigestSpec {
  const { info } = plain;
  const { length, key, salt, personalization, context, tree } = parameters;
  if (info.family === 'blake2') return blake2Spec(info, parameters);
  refuse(info, 'salt', salt, 'only blake2b and blake2s have');
  refuse(info, 'personalization', personalization, 'only blake2b and blake2s have');
  refuse(info, 'tree', tree, 'only blake2b and blake2s have');
  if (info.family === 'blake3') return blake3Spec(info, parameters);
  refuse(
    info,
    'key',
    key,
    'is no parameter of this digest; for a keyed digest use hmac, or blake2b, blake2s or blake3, which have',
  );
  refuse(info, 'context', context, 'only blake3 has');
  if (info.family === 'xof') return xofSpec(info, length);
  if (length === undefined || length === info.digestSize) return plain;
  throw new InvalidArgumentError(
    'length',
    `length must be ${info.digestSize} or absent: ${info.name} has no other. To truncate a digest, take a slice of it.`,
  );
}

/** The specification of the same digest with an output of another length. */
export function withLength(spec: DigestSpec, length: number): DigestSpec {
  if (spec.info.family === 'fixed' || spec.info.family === 'blake2') {
    if (length === spec.length) return spec;
    throw new InvalidArgumentError(
      'length',
      `length must be given when the digest is created: it is part of what ${spec.info.name} computes.`,
    );
  }
  if (spec.info.family === 'blake3' && length > Math.max(spec.length, MAX_LATE_BLAKE3_LENGTH)) {
    throw new InvalidArgumentError(
      'length',
      `length above ${MAX_LATE_BLAKE3_LENGTH} must be given when the digest is created.`,
    );
  }
  return { ...spec, length: xofLength(length, spec.info) };
}

function xofSpec(info: AlgorithmInfo, length: number | undefined): DigestSpec {
  return { info, length: xofLength(length, info), isPlain: true };
}

function xofLength(length: number | undefined, info: AlgorithmInfo): number {
  return length === undefined
    ? info.digestSize
    : checkInteger(length, 'length', { min: 0, max: MAX_XOF_LENGTH });
}

function refuse(info: AlgorithmInfo, name: string, value: unknown, reason: string): void {
  if (value === undefined) return;
  throw new InvalidArgumentError(name, `${name} cannot be given to ${info.name}: ${reason} it.`);
}

function blake3Spec(info: AlgorithmInfo, { length, key, context }: DigestParameters): DigestSpec {
  if (key !== undefined && context !== undefined) {
    throw new InvalidArgumentError(
      'context',
      'context and key exclude each other: BLAKE3 derives keys or is keyed.',
    );
  }
  const keyBytes = key === undefined ? undefined : messageBytes(key, 'key');
  if (keyBytes && keyBytes.length !== 32)
    throw new InvalidArgumentError('key', 'key must be exactly 32 bytes for blake3.');
  return {
    info,
    length: xofLength(length, info),
    key: keyBytes,
    context: context === undefined ? undefined : checkContext(context),
    isPlain: keyBytes === undefined && context === undefined,
  };
}

function checkContext(context: string): string {
  messageBytes(context, 'context');
  if (typeof context === 'string') return context;
  throw new InvalidArgumentError('context', 'context must be a string.');
}

function blake2Spec(info: AlgorithmInfo, parameters: DigestParameters): DigestSpec {
  const limits = BLAKE2_LIMITS[info.name === 'blake2b' ? 'blake2b' : 'blake2s'];
  refuse(info, 'context', parameters.context, 'only blake3 has');
  const length =
    parameters.length === undefined
      ? limits.digest
      : checkInteger(parameters.length, 'length', { min: 1, max: limits.digest });
  const key = upTo(limits.key, parameters.key, 'key', info);
  const salt = upTo(limits.salt, parameters.salt, 'salt', info);
  const personalization = upTo(limits.salt, parameters.personalization, 'personalization', info);
  const tree =
    parameters.tree === undefined
      ? undefined
      : treeParameters(parameters.tree, limits.digest, limits.nodeOffset);
  return {
    info,
    length,
    key: key?.length === 0 ? undefined : key,
    salt,
    personalization,
    tree,
    isPlain: length === limits.digest && !key?.length && !salt && !personalization && !tree,
  };
}

function upTo(
  limit: number,
  value: Message | undefined,
  argument: string,
  info: AlgorithmInfo,
): Uint8Array | undefined {
  if (value === undefined) return undefined;
  const bytes = checkBytes(messageBytes(value, argument), argument);
  if (bytes.length <= limit) return bytes;
  throw new InvalidArgumentError(argument, `${argument} must be at most ${limit} bytes for ${info.name}.`);
}
