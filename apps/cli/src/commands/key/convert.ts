import { defineCommand } from '../../args/command.ts';
import { keyFileOptions, readKeyFile } from './read-key.ts';
import { formatKey, keyOutputOptions, oneKeyJson, outputKey } from './write-key.ts';

export const convertCommand = defineCommand({
  summary: 'Write a key in another format',
  positionals: 'FILE',
  arity: [1, 1],
  options: { ...keyFileOptions, ...keyOutputOptions },
  json: oneKeyJson,
  examples: [
    'countersign key convert id_rsa.pub --format jwk',
    'countersign key convert key.jwk --format pem --out key.pem',
  ],
  async run({ options, positionals: [path = '-'] }, io) {
    const key = await readKeyFile(path, options, io);
    return outputKey({ text: await formatKey(key, options), isPrivate: key.kind !== 'public' }, options, io);
  },
});
