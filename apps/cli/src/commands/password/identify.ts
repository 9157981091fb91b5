import { identify } from '@countersign/password';
import { defineCommand } from '../../args/command.ts';
import { readStoredHash } from './stored-hash.ts';

export const identifyCommand = defineCommand({
  summary: 'Describe a stored hash',
  positionals: '[HASH]',
  arity: [0, 1],
  options: {},
  json: {
    '': '{ scheme: string, parameters: { [name: string]: number | string }, isWeak: boolean, isGuess: boolean, pepperId?: string } | { scheme: null }',
  },
  examples: [
    "countersign password identify 'pbkdf2_sha256$1000000$salt$…'",
    'countersign password identify --json < hash',
  ],
  async run({ positionals }, io) {
    const description = identify(readStoredHash(positionals, io));
    if (!description) {
      io.result('no password: nothing verifies against it', { scheme: null });
      return 0;
    }
    const { scheme, parameters, isWeak } = description;
    const shown = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
    io.result([scheme, ...shown, ...(isWeak ? ['weak'] : [])].join(' '), description);
    return 0;
  },
});
