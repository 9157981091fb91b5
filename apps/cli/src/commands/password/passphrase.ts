import { generatePassphrase, passphraseEntropyBits } from '@countersign/password';
import { defineCommand } from '../../args/command.ts';
import { defined } from '../../args/defined.ts';
import { flag, single } from '../../args/option.ts';
import { anyText, integer } from '../../args/values.ts';
import { countOption, printMany } from './draw.ts';

export const passphraseCommand = defineCommand({
  summary: 'Generate a passphrase of random words',
  options: {
    words: single(integer(), { help: 'Words. Default 6.', value: 'NUMBER', short: 'w' }),
    separator: single(anyText, { help: 'The text between words. Default -.', value: 'TEXT' }),
    capitalize: flag({ help: 'Capitalize each word.' }),
    number: flag({ help: 'Add a digit to one of the words.' }),
    count: countOption,
  },
  json: { '': '{ values: string[], entropyBits: number }' },
  examples: ['countersign password passphrase', 'countersign password passphrase --words 8 --separator " "'],
  async run({ options: { count, ...given } }, io) {
    const recipe = defined(given);
    return printMany(
      () => generatePassphrase(recipe),
      { entropyBits: passphraseEntropyBits(recipe), count },
      io,
    );
  },
});
