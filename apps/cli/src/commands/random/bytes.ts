import { tokenBytes } from '@countersign/core';
import { defineCommand } from '../../args/command.ts';
import { encode, encodingOption } from '../../args/encoding.ts';
import { countOption, MAX_BYTES, sizeOf } from './draw.ts';

export const bytesCommand = defineCommand({
  summary: 'Print random bytes',
  positionals: '[NUMBER]',
  arity: [0, 1],
  options: { count: countOption, encoding: encodingOption('raw') },
  json: { '': "{ values: string[], encoding: 'hex' | 'base64' | 'base64url' }" },
  examples: ['countersign random bytes 32 > key', 'countersign random bytes 16 --encoding base64'],
  notes: 'Raw values have nothing between them. With --json, raw means base64.',
  async run({ options: { count = 1, encoding = 'raw' }, positionals }, io) {
    const size = sizeOf(positionals[0], 'bytes', MAX_BYTES);
    const text = encoding === 'raw' ? 'base64' : encoding;
    if (io.isJson) {
      const values = Array.from({ length: count }, () => encode(tokenBytes(size), text));
      io.result('', { values, encoding: text });
      return 0;
    }
    for (let index = 0; index < count; index++) {
      if (encoding === 'raw') io.writeBytes(tokenBytes(size));
      else io.write(`${encode(tokenBytes(size), encoding)}\n`);
    }
    return 0;
  },
});
