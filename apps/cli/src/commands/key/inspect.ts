import { thumbprint } from '@countersign/jwt';
import { defineCommand } from '../../args/command.ts';
import { visibleLine } from '../../io/visible.ts';
import { keyFileOptions, readKeyFile } from './read-key.ts';

export const inspectCommand = defineCommand({
  summary: 'Describe a key file',
  positionals: 'FILE',
  arity: [1, 1],
  options: keyFileOptions,
  json: {
    '': "{ kind: 'private' | 'public' | 'secret', type: string, algorithm: string, keyId?: string, thumbprint?: string }",
  },
  examples: ['countersign key inspect key.pem', 'countersign key inspect id_ed25519.pub --json'],
  async run({ options, positionals: [path = '-'] }, io) {
    const key = await readKeyFile(path, options, io);
    const description = {
      kind: key.kind,
      type: key.type,
      algorithm: key.algorithms[0] ?? '',
      keyId: key.keyId,
      // The thumbprint of a secret would help to guess it.
      ...(key.kind !== 'secret' && { thumbprint: await thumbprint(key) }),
    };
    const lines = Object.entries(description).filter(([, value]) => value !== undefined);
    io.result(lines.map(([name, value]) => `${name}: ${visibleLine(String(value))}`).join('\n'), description);
    return 0;
  },
});
