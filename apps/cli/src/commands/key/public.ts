import { defineCommand } from '../../args/command.ts';
import { keyFileOptions, publicHalf, readKeyFile } from './read-key.ts';
import { formatKey, keyOutputOptions, oneKeyJson, outputKey } from './write-key.ts';

export const publicCommand = defineCommand({
  summary: 'Write the public half of a private key',
  positionals: 'FILE',
  arity: [1, 1],
  options: { ...keyFileOptions, ...keyOutputOptions },
  json: oneKeyJson,
  examples: [
    'countersign key public key.pem',
    'countersign key public key.pem --format openssh --out key.pub',
  ],
  async run({ options, positionals: [path = '-'] }, io) {
    const key = publicHalf(await readKeyFile(path, options, io));
    return outputKey({ text: await formatKey(key, options), isPrivate: false }, options, io);
  },
});
