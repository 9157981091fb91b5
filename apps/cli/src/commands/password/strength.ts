import { estimateStrength } from '@countersign/password';
import { defineCommand } from '../../args/command.ts';
import { repeated } from '../../args/option.ts';
import { passwordOptions, requirePassword } from '../../args/secret.ts';
import { nonEmptyText } from '../../args/values.ts';

export const strengthCommand = defineCommand({
  summary: 'Estimate how hard a password is to guess',
  options: {
    input: repeated(nonEmptyText, {
      help: 'A word that an attacker tries first, such as a name. Repeatable.',
      value: 'TEXT',
    }),
    ...passwordOptions(),
  },
  json: {
    '': '{ score: 0 | 1 | 2 | 3 | 4, guessesLog10: number, warning?: string, warningCode?: string, suggestions: string[], suggestionCodes: string[] }',
  },
  examples: [
    'countersign password strength',
    'countersign password strength --password-file secret --input alice --json',
  ],
  async run({ options }, io) {
    const strength = await estimateStrength(await requirePassword(options, io), { inputs: options.input });
    const { score, guessesLog10, warning, suggestions } = strength;
    const lines = [
      `score ${score} of 4, about 10^${guessesLog10.toFixed(1)} guesses`,
      warning,
      ...suggestions,
    ];
    io.result(lines.filter((line) => line !== undefined).join('\n'), strength);
    return 0;
  },
});
