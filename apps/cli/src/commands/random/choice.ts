import { choice } from '@countersign/core';
import { drawCommand } from './draw.ts';

export const choiceCommand = drawCommand({
  summary: 'Print one of the arguments, each equally likely',
  positionals: 'VALUE…',
  arity: [1, Number.POSITIVE_INFINITY],
  examples: ['countersign random choice heads tails', 'countersign random choice red green blue --count 4'],
  draw: (values) => choice(values),
});
