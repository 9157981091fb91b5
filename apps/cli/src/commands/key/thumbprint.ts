import { thumbprint } from '@countersign/jwt';
import { defineCommand } from '../../args/command.ts';
import { keyFileOptions, readKeyFile } from './read-key.ts';

export const thumbprintCommand = defineCommand({
  summary: 'Print the RFC 7638 thumbprint of a key',
  positionals: 'FILE',
  arity: [1, 1],
  options: keyFileOptions,
  json: { '': '{ thumbprint: string }' },
  examples: ['countersign key thumbprint key.pub', 'countersign key thumbprint key.pem --json'],
  async run({ options, positionals: [path = '-'] }, io) {
    const print = await thumbprint(await readKeyFile(path, options, io));
    io.result(print, { thumbprint: print });
    return 0;
  },
});
