import { randomUUID } from 'node:crypto';
import { drawCommand } from './draw.ts';

export const uuidCommand = drawCommand({
  summary: 'Print a random UUID, version 4 (RFC 9562)',
  examples: ['countersign random uuid', 'countersign random uuid --count 3'],
  draw: () => randomUUID(),
});
