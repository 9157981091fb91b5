import { tokenHex } from '@countersign/core';
import { drawCommand, MAX_BYTES, sizeOf } from './draw.ts';

export const hexCommand = drawCommand({
  summary: 'Print random bytes as hexadecimal',
  positionals: '[BYTES]',
  arity: [0, 1],
  examples: ['countersign random hex', 'countersign random hex 16 --count 5'],
  draw: ([size]) => tokenHex(sizeOf(size, 'bytes', MAX_BYTES)),
});
