import { randomText } from '@countersign/core';
import { defineCommand } from '../../args/command.ts';
import { single } from '../../args/option.ts';
import { nonEmptyText } from '../../args/values.ts';
import { countOption, printValues, sizeOf } from './draw.ts';

const DEFAULT_LENGTH = 32;
const MAX_LENGTH = 2 ** 20;

export const textCommand = defineCommand({
  summary: 'Print random characters of an alphabet',
  positionals: '[LENGTH]',
  arity: [0, 1],
  options: {
    alphabet: single(nonEmptyText, { help: 'Default: A–Z, a–z and 0–9.', value: 'CHARACTERS' }),
    count: countOption,
  },
  json: { '': '{ values: string[] }' },
  examples: ['countersign random text', 'countersign random text 6 --alphabet 0123456789'],
  async run({ options: { alphabet, count }, positionals: [given] }, io) {
    const length = sizeOf(given, 'characters', MAX_LENGTH) ?? DEFAULT_LENGTH;
    return printValues(() => randomText(length, alphabet), io, count);
  },
});
