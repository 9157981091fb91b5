import { provider } from '#provider';
import { InvalidArgumentError } from '../errors.ts';
import { checkInteger } from '../integers.ts';
import { checkOptions } from '../options.ts';

/** The tree parameters of BLAKE2 (the BLAKE2 paper, section 2.10; in Python `fanout` to `last_node`). */
export interface TreeOptions {
  /** Children of a node, 0 to 255; 0 is unlimited. Default 1: no tree. */
  readonly fanout?: number;
  /** Levels, 1 to 255; 255 is unlimited. Default 1. */
  readonly depth?: number;
  /** Bytes of a leaf, 0 to 2^32 − 1; 0 is unlimited. Default 0. */
  readonly leafSize?: number;
  /** This node's place in its level, 0 to 2^64 − 1 (BLAKE2b) or 2^48 − 1 (BLAKE2s). Default 0. */
  readonly nodeOffset?: number | bigint;
  /** This node's level, 0 to 255; leaves are 0. Default 0. */
  readonly nodeDepth?: number;
  /** Bytes of an inner digest, 0 to 64 (BLAKE2b) or 32 (BLAKE2s). Default 0. */
  readonly innerSize?: number;
  /** Whether this is its level's last node. Default false. */
  readonly lastNode?: boolean;
}

/** The tree parameters, complete. */
export type TreeParameters = Required<Omit<TreeOptions, 'nodeOffset'>> & { readonly nodeOffset: bigint };

const TREE_OPTIONS: ReadonlySet<string> = new Set([
  'fanout',
  'depth',
  'leafSize',
  'nodeOffset',
  'nodeDepth',
  'innerSize',
  'lastNode',
]);

/**
 * Checks the tree parameters of a BLAKE2 digest.
 *
 * @param maxDigest the longest digest, in bytes
 * @param maxOffset the greatest node offset
 * @throws {@link InvalidArgumentError} also where this runtime has no tree hashing
 */
export function treeParameters(tree: TreeOptions, maxDigest: number, maxOffset: bigint): TreeParameters {
  checkOptions(tree, TREE_OPTIONS, 'tree');
  const obstacle = provider.treeHashingObstacle();
  if (obstacle !== undefined) throw new InvalidArgumentError('tree', `tree ${obstacle}.`);
  const nodeOffset = tree.nodeOffset ?? 0;
  const offset =
    typeof nodeOffset === 'bigint'
      ? nodeOffset
      : BigInt(checkInteger(nodeOffset, 'nodeOffset', { min: 0, max: Number.MAX_SAFE_INTEGER }));
  if (offset < 0n || offset > maxOffset) {
    throw new InvalidArgumentError('nodeOffset', `nodeOffset must be a whole number from 0 to ${maxOffset}.`);
  }
  const lastNode = tree.lastNode ?? false;
  if (typeof lastNode !== 'boolean') {
    throw new InvalidArgumentError('lastNode', 'lastNode must be true or false.');
  }
  return {
    fanout: checkInteger(tree.fanout ?? 1, 'fanout', { min: 0, max: 255 }),
    depth: checkInteger(tree.depth ?? 1, 'depth', { min: 1, max: 255 }),
    leafSize: checkInteger(tree.leafSize ?? 0, 'leafSize', { min: 0, max: 2 ** 32 - 1 }),
    nodeOffset: offset,
    nodeDepth: checkInteger(tree.nodeDepth ?? 0, 'nodeDepth', { min: 0, max: 255 }),
    innerSize: checkInteger(tree.innerSize ?? 0, 'innerSize', { min: 0, max: maxDigest }),
    lastNode,
  };
}
