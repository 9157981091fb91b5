import { entropyBits, type GeneratePasswordOptions, generatePassword } from '@countersign/password';
import { defineCommand } from '../../args/command.ts';
import { defined } from '../../args/defined.ts';
import { flag, single } from '../../args/option.ts';
import { anyText, integer, integerOrNone, nonEmptyText } from '../../args/values.ts';
import { countOption, printMany } from './draw.ts';

const minimum = (what: string, byDefault: string) =>
  single(integerOrNone, { help: `Minimum of ${what}, or none. Default ${byDefault}.`, value: 'NUMBER' });

export const generateCommand = defineCommand({
  summary: 'Generate a password',
  options: {
    length: single(integer(), { help: 'Characters. Default 20.', value: 'NUMBER', short: 'l' }),
    upper: minimum('A–Z', '1'),
    lower: minimum('a–z', '1'),
    digits: minimum('0–9', '1'),
    symbols: minimum('symbols', 'none'),
    exclude: single(anyText, { help: 'Characters to leave out.', value: 'CHARACTERS' }),
    noAmbiguous: flag({ help: 'Leave out characters that look alike.' }),
    rules: single(nonEmptyText, { help: 'A passwordrules text of a website instead.', value: 'RULES' }),
    count: countOption,
  },
  json: { '': '{ values: string[], entropyBits: number }' },
  examples: [
    'countersign password generate --length 16 --upper 3 --digits 3',
    "countersign password generate --rules 'minlength: 12; required: upper; required: digit'",
  ],
  notes: 'Every password that satisfies the rules is equally likely.',
  async run({ options: { rules, noAmbiguous, count, ...classes } }, io) {
    const recipe: GeneratePasswordOptions =
      rules === undefined ? { ...defined(classes), excludeAmbiguous: noAmbiguous } : { passwordRules: rules };
    return printMany(() => generatePassword(recipe), { entropyBits: entropyBits(recipe), count }, io);
  },
});
