import { randomBelow } from '@countersign/core';
import { UsageError } from '../../errors.ts';
import { drawCommand } from './draw.ts';

export const intCommand = drawCommand({
  summary: 'Print a random integer from 0 to LIMIT − 1',
  positionals: 'LIMIT',
  arity: [1, 1],
  examples: ['countersign random int 1000000', 'countersign random int 6 --count 10'],
  draw: ([limit = '']) => {
    if (!/^\d{1,1000}$/.test(limit) || BigInt(limit) === 0n)
      throw new UsageError('LIMIT must be an integer of at least 1.');
    return randomBelow(BigInt(limit)).toString();
  },
});
