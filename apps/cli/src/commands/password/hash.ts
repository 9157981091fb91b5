import { type HashOptions, hashPassword } from '@countersign/password';
import { type Arguments, defineCommand } from '../../args/command.ts';
import { defined } from '../../args/defined.ts';
import { longName, single } from '../../args/option.ts';
import { passwordOptions, requireNewPassword } from '../../args/secret.ts';
import { integer, oneOf } from '../../args/values.ts';
import { UsageError } from '../../errors.ts';

const options = {
  algorithm: single(
    oneOf(['argon2id', 'scrypt', 'bcrypt', 'bcrypt-sha256', 'pbkdf2-sha256', 'pbkdf2-sha512']),
    { help: 'Default argon2id.', value: 'NAME', short: 'a', aliases: ['alg'] },
  ),
  memory: single(integer({ min: 7168, max: 1_048_576 }), {
    help: 'Argon2id: kibibytes. Default 19456.',
    value: 'KIB',
    short: 'm',
  }),
  passes: single(integer({ min: 1, max: 64 }), {
    help: 'Argon2id: passes. Default 2.',
    value: 'NUMBER',
    short: 't',
  }),
  parallelism: single(integer({ min: 1, max: 16 }), {
    help: 'Argon2id: lanes. Default 1.',
    value: 'NUMBER',
    short: 'p',
  }),
  cost: single(integer(), { help: 'bcrypt: cost. scrypt: N.', value: 'NUMBER' }),
  blockSize: single(integer(), { help: 'scrypt: r.', value: 'NUMBER' }),
  parallelization: single(integer(), { help: 'scrypt: p.', value: 'NUMBER' }),
  iterations: single(integer(), { help: 'PBKDF2: iterations.', value: 'NUMBER' }),
  ...passwordOptions(),
};

type HashArguments = Arguments<typeof options>;

export const hashCommand = defineCommand({
  summary: 'Hash a password for storage',
  options,
  json: { '': '{ hash: string }' },
  notes: 'Without an option it prompts for the password, twice, because nobody sees the input.',
  examples: [
    'countersign password hash',
    'countersign password hash --password-file secret --algorithm bcrypt',
  ],
  async run(args, io) {
    const parameters = readParameters(args);
    const hash = await hashPassword(await requireNewPassword(args.options, io), parameters);
    io.result(hash, { hash });
    return 0;
  },
});

const COSTS = {
  argon2id: ['memory', 'passes', 'parallelism'],
  scrypt: ['cost', 'blockSize', 'parallelization'],
  bcrypt: ['cost'],
  'bcrypt-sha256': ['cost'],
  'pbkdf2-sha256': ['iterations'],
  'pbkdf2-sha512': ['iterations'],
} as const satisfies Readonly<Record<HashOptions['algorithm'], readonly (keyof typeof options)[]>>;

function readParameters({ options: values, given }: HashArguments): HashOptions {
  const algorithm = values.algorithm ?? 'argon2id';
  const own: readonly string[] = COSTS[algorithm];
  const all: readonly string[] = Object.values(COSTS).flat();
  const strange = given.find((name) => all.includes(name) && !own.includes(name));
  if (strange !== undefined) throw new UsageError(`${algorithm} has no ${longName(strange)}.`);
  const { memory, passes, parallelism, cost, blockSize, parallelization, iterations } = values;
  switch (algorithm) {
    case 'argon2id':
      return { algorithm, ...defined({ memory, passes, parallelism }) };
    case 'scrypt':
      return { algorithm, ...defined({ cost, blockSize, parallelization }) };
    case 'bcrypt':
    case 'bcrypt-sha256':
      return { algorithm, ...defined({ cost }) };
    default:
      return { algorithm, ...defined({ iterations }) };
  }
}
