import type { DigestSpec, TreeParameters } from '../digest.ts';

/** The differences between BLAKE2b and BLAKE2s. */
export interface Layout {
  /** Bytes of a word. */
  readonly word: 4 | 8;
  readonly blockSize: number;
  readonly digestSize: number;
}

/** The layouts of BLAKE2. BLAKE3 has none. */
export const LAYOUTS: ReadonlyMap<string, Layout> = new Map([
  ['blake2b', { word: 8, blockSize: 128, digestSize: 64 }],
  ['blake2s', { word: 4, blockSize: 64, digestSize: 32 }],
]);

/** Position of the second finalization flag f[1] in words, after h[8], t[2] and f[0]. */
const LAST_NODE_WORD = 11;

const SEQUENTIAL: TreeParameters = {
  fanout: 1,
  depth: 1,
  leafSize: 0,
  nodeOffset: 0n,
  nodeDepth: 0,
  innerSize: 0,
  lastNode: false,
};

type BlockFields = Pick<DigestSpec, 'length' | 'key' | 'salt' | 'personalization' | 'tree'>;

/**
 * XORs the parameter block into a state (RFC 7693 section 2.5, the fields of the BLAKE2 paper, section 2.8). A short salt
 * or personalization leaves the rest of its field zero.
 */
export function xorParameters(state: Uint8Array, spec: BlockFields, { word }: Layout): void {
  const { tree = SEQUENTIAL } = spec;
  state[0] = (state[0] ?? 0) ^ spec.length;
  state[1] = (state[1] ?? 0) ^ (spec.key?.length ?? 0);
  state[2] = (state[2] ?? 0) ^ tree.fanout;
  state[3] = (state[3] ?? 0) ^ tree.depth;
  if (spec.tree) xor(state, 4, nodeFields(spec.tree, word));
  if (spec.salt) xor(state, word * 4, spec.salt);
  if (spec.personalization) xor(state, word * 6, spec.personalization);
}

/** The fields from the leaf size on, up to the salt. */
function nodeFields(tree: TreeParameters, word: 4 | 8): Uint8Array {
  const bytes = new Uint8Array(word * 4 - 4);
  const fields = new DataView(bytes.buffer);
  fields.setUint32(0, tree.leafSize, true);
  fields.setUint32(4, Number(tree.nodeOffset & 0xffff_ffffn), true);
  if (word === 8) fields.setUint32(8, Number(tree.nodeOffset >> 32n), true);
  else fields.setUint16(8, Number(tree.nodeOffset >> 32n), true);
  bytes.set([tree.nodeDepth, tree.innerSize], word === 8 ? 12 : 10);
  return bytes;
}

/** Sets the flag of the last node of a level, if the parameters ask for it. */
export function markLastNode(state: Uint8Array, spec: DigestSpec, { word }: Layout): void {
  if (spec.tree?.lastNode) state.fill(0xff, LAST_NODE_WORD * word, (LAST_NODE_WORD + 1) * word);
}

function xor(target: Uint8Array, offset: number, bytes: Uint8Array): void {
  for (let index = 0; index < bytes.length; index++) {
    target[offset + index] = (target[offset + index] ?? 0) ^ (bytes[index] ?? 0);
  }
}
