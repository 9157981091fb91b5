import {
  createResetToken,
  entropyBits,
  type GeneratePasswordOptions,
  generatePassphrase,
  generatePassword,
  passphraseEntropyBits,
  resetUrl,
} from '@countersign/password';
import type { Arguments, Command, Option } from '../args/command.ts';
import { anyText, nonEmptyText, timeSpan, wholeNumber, wholeNumberOrNone } from '../args/kinds.ts';
import type { Io } from '../io/io.ts';

const count: Option = {
  help: 'How many. Default 1.',
  value: 'NUMBER',
  kind: wholeNumber({ min: 1, max: 100_000 }),
  short: 'n',
};

function many(args: Arguments, io: Io, draw: () => string, entropy: number): 0 {
  const number = args.integer('count') ?? 1;
  const values = Array.from({ length: number }, draw);
  io.result(values.join('\n'), { values, entropyBits: entropy });
  if (!io.isJson && io.isErrorTerminal) io.note(`${entropy.toFixed(1)} bits of entropy`);
  return 0;
}

export const generateCommand: Command = {
  summary: 'Generate a password',
  options: {
    length: { help: 'Characters. Default 20.', value: 'NUMBER', kind: wholeNumber(), short: 'l' },
    upper: {
      help: 'At least so many of A–Z, or none. Default 1.',
      value: 'NUMBER|none',
      kind: wholeNumberOrNone,
    },
    lower: {
      help: 'At least so many of a–z, or none. Default 1.',
      value: 'NUMBER|none',
      kind: wholeNumberOrNone,
    },
    digits: {
      help: 'At least so many of 0–9, or none. Default 1.',
      value: 'NUMBER|none',
      kind: wholeNumberOrNone,
    },
    symbols: {
      help: 'At least so many symbols, or none. Default none.',
      value: 'NUMBER|none',
      kind: wholeNumberOrNone,
    },
    exclude: { help: 'Characters to leave out.', value: 'CHARACTERS', kind: anyText },
    'no-ambiguous': { help: 'Leave out characters that look alike.' },
    rules: {
      help: 'A passwordrules text instead, as websites publish them.',
      value: 'RULES',
      kind: nonEmptyText,
    },
    count,
  },
  json: { '': '{ values: string[], entropyBits: number }' },
  examples: [
    'countersign password generate --length 16 --upper 3 --digits 3',
    "countersign password generate --rules 'minlength: 12; required: upper; required: digit'",
  ],
  notes: 'Every password that satisfies the rule is equally likely.',
  async run(args, io) {
    const rules = args.text('rules');
    const recipe: GeneratePasswordOptions = rules === undefined ? options(args) : { passwordRules: rules };
    return many(args, io, () => generatePassword(recipe), entropyBits(recipe));
  },
};

function options(args: Arguments): GeneratePasswordOptions {
  const minimum = (name: string): number | false | undefined =>
    args.text(name) === 'none' ? false : args.integer(name);
  const [length, exclude] = [args.integer('length'), args.text('exclude')];
  const [upper, lower, digits, symbols] = [
    minimum('upper'),
    minimum('lower'),
    minimum('digits'),
    minimum('symbols'),
  ];
  return {
    ...(length !== undefined && { length }),
    ...(upper !== undefined && { upper }),
    ...(lower !== undefined && { lower }),
    ...(digits !== undefined && { digits }),
    ...(symbols !== undefined && { symbols }),
    ...(exclude !== undefined && { exclude }),
    excludeAmbiguous: args.flag('no-ambiguous'),
  };
}

export const passphraseCommand: Command = {
  summary: 'Generate a passphrase of random words',
  options: {
    words: { help: 'Words. Default 6.', value: 'NUMBER', kind: wholeNumber(), short: 'w' },
    separator: { help: 'What stands between them. Default -.', value: 'TEXT', kind: anyText },
    capitalize: { help: 'Write each word with a capital.' },
    number: { help: 'Put a digit behind one of the words.' },
    count,
  },
  json: { '': '{ values: string[], entropyBits: number }' },
  examples: ['countersign password passphrase', 'countersign password passphrase --words 8 --separator " "'],
  async run(args, io) {
    const [words, separator] = [args.integer('words'), args.text('separator')];
    const recipe = {
      ...(words !== undefined && { words }),
      ...(separator !== undefined && { separator }),
      capitalize: args.flag('capitalize'),
      number: args.flag('number'),
    };
    return many(args, io, () => generatePassphrase(recipe), passphraseEntropyBits(recipe));
  },
};

export const resetUrlCommand: Command = {
  summary: 'Make a reset token and its link',
  positionals: 'BASE-URL',
  arity: [1, 1],
  options: {
    bytes: { help: 'Random bytes of the token. Default 32.', value: 'NUMBER', kind: wholeNumber() },
    'expires-in': { help: 'How long it is good for. Default 30m.', value: 'TIME', kind: timeSpan },
    fragment: { help: 'Put the token behind #, where it reaches no log.' },
  },
  json: { '': '{ url: string, digest: string, expiresAt: string }' },
  examples: [
    'countersign password reset-url https://example.com/reset-pwd',
    'countersign password reset-url https://example.com/reset --fragment --json',
  ],
  notes:
    'The link goes to standard output; what to store, a digest and an expiry, to standard error or into the JSON.',
  async run(args, io) {
    const [bytes, expiresIn] = [args.integer('bytes'), args.duration('expires-in')];
    const { token, digest, expiresAt } = createResetToken({
      ...(bytes !== undefined && { bytes }),
      ...(expiresIn !== undefined && { expiresIn }),
    });
    const url = resetUrl(args.positionals[0] ?? '', token, {
      place: args.flag('fragment') ? 'fragment' : 'path',
    });
    io.result(url, { url, digest, expiresAt: expiresAt.toISOString() });
    if (!io.isJson) io.note(`store: digest ${digest}, expires ${expiresAt.toISOString()}`);
    return 0;
  },
};
