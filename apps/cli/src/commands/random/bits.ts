import { randomBits } from '@countersign/core';
import { drawCommand, sizeOf } from './draw.ts';

const MAX_BITS = 2 ** 23;

export const bitsCommand = drawCommand({
  summary: 'Print an integer of random bits',
  positionals: 'NUMBER',
  arity: [1, 1],
  examples: ['countersign random bits 32', 'countersign random bits 256 --count 2'],
  draw: ([bits]) => randomBits(sizeOf(bits, 'bits', MAX_BITS) ?? 0).toString(),
});
