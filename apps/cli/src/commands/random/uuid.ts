import { randomUuid } from '@countersign/core';
import { defineCommand } from '../../args/command.ts';
import { single } from '../../args/option.ts';
import { oneOf } from '../../args/values.ts';
import { countOption, printValues } from './draw.ts';

export const uuidCommand = defineCommand({
  summary: 'Print a random UUID (RFC 9562)',
  options: {
    version: single(oneOf(['4', '7']), {
      help: '4: random. 7: ordered by time. Default 4.',
      value: 'NUMBER',
    }),
    count: countOption,
  },
  json: { '': '{ values: string[] }' },
  examples: ['countersign random uuid', 'countersign random uuid --version 7 --count 3'],
  async run({ options }, io) {
    const version = options.version === '7' ? 7 : 4;
    return printValues(() => randomUuid({ version }), io, options.count);
  },
});
