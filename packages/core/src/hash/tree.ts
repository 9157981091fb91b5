import { digestRuntime } from '#runtime/digest';
import type { TreeParameters } from '../digest.ts';
import { InvalidArgumentError } from '../errors.ts';
import { boolean, integer, type OptionReader, withDefault } from '../option-readers.ts';
import { type OptionTable, readOptions } from '../options.ts';

/** The tree parameters of BLAKE2 (the BLAKE2 paper, section 2.10; in Python `fanout` to `last_node`). */
export interface TreeOptions {
  /** Children of a node, 0 to 255; 0 is unlimited. Default 1: no tree. */
  readonly fanout?: number | undefined;
  /** Levels, 1 to 255; 255 is unlimited. Default 1. */
  readonly depth?: number | undefined;
  /** Bytes of a leaf, 0 to 2^32 − 1; 0 is unlimited. Default 0. */
  readonly leafSize?: number | undefined;
  /** This node's position in its level, 0 to 2^64 − 1 (BLAKE2b) or 2^48 − 1 (BLAKE2s). Default 0. */
  readonly nodeOffset?: number | bigint | undefined;
  /** This node's level, 0 to 255; leaves are 0. Default 0. */
  readonly nodeDepth?: number | undefined;
  /** Bytes of an inner digest, 0 to 64 (BLAKE2b) or 32 (BLAKE2s). Default 0. */
  readonly innerSize?: number | undefined;
  /** True for the last node of a level. Default false. */
  readonly lastNode?: boolean | undefined;
}

/** Limits of an algorithm. */
interface TreeLimits {
  /** The longest digest, in bytes. */
  readonly digest: number;
  readonly nodeOffset: bigint;
}

const byte = integer({ min: 0, max: 255 });

const TREE = {
  fanout: withDefault(byte, 1),
  depth: withDefault(integer({ min: 1, max: 255 }), 1),
  leafSize: withDefault(integer({ min: 0, max: 2 ** 32 - 1 }), 0),
  nodeOffset: withDefault<bigint, bigint>(offset, 0n),
  nodeDepth: withDefault(byte, 0),
  innerSize: withDefault(byte, 0),
  lastNode: withDefault(boolean, false),
} as const satisfies OptionTable<TreeOptions>;

function offset(value: unknown, argument: string): bigint {
  if (typeof value === 'bigint') return value;
  return BigInt(integer({ min: 0, max: Number.MAX_SAFE_INTEGER })(value, argument, true));
}

/** Reads the option `tree`. */
export const tree: OptionReader<TreeParameters> = (value, argument) => readOptions(value, TREE, argument);

/**
 * Checks tree parameters against the limits of an algorithm.
 *
 * @throws {@link InvalidArgumentError} also if this runtime has no tree hashing
 */
export function checkTree(parameters: TreeParameters, limits: TreeLimits): TreeParameters {
  const obstacle = digestRuntime.treeHashingObstacle();
  if (obstacle !== undefined) throw new InvalidArgumentError('tree', `tree ${obstacle}.`);
  if (parameters.nodeOffset < 0n || parameters.nodeOffset > limits.nodeOffset) {
    throw new InvalidArgumentError(
      'nodeOffset',
      `nodeOffset must be an integer from 0 to ${limits.nodeOffset}.`,
    );
  }
  integer({ min: 0, max: limits.digest })(parameters.innerSize, 'innerSize', true);
  return parameters;
}
