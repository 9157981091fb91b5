import { defineCommand } from '../../args/command.ts';
import { keyFileOptions, readKeyFile } from './read-key.ts';
import { formatKey, oneKeyJson, outputKey, privateKeyOutputOptions, readNewPassphrase } from './write-key.ts';

export const convertCommand = defineCommand({
  summary: 'Write a key in another format',
  positionals: 'FILE',
  arity: [1, 1],
  options: { ...keyFileOptions, ...privateKeyOutputOptions },
  json: oneKeyJson,
  examples: [
    'countersign key convert id_rsa.pub --format jwk',
    'countersign key convert key.jwk --format pem --out key.pem',
  ],
  async run({ options, positionals: [path = '-'] }, io) {
    const key = await readKeyFile(path, options, io);
    const text = await formatKey(key, options, await readNewPassphrase(options, io));
    return outputKey({ text, isPrivate: key.kind !== 'public' }, options, io);
  },
});
