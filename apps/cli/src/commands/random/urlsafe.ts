import { tokenUrlSafe } from '@countersign/core';
import { drawCommand, MAX_BYTES, sizeOf } from './draw.ts';

export const urlsafeCommand = drawCommand({
  summary: 'Print random bytes as URL-safe text',
  positionals: '[BYTES]',
  arity: [0, 1],
  examples: ['countersign random urlsafe', 'countersign random urlsafe 16'],
  draw: ([size]) => tokenUrlSafe(sizeOf(size, 'bytes', MAX_BYTES)),
});
