import {
  calibrate,
  type HashParameters,
  hashPassword,
  identify,
  PasswordHasher,
  verifyPassword,
} from '@countersign/password';
import { type Arguments, type Command, UsageError } from '../args/command.ts';
import { oneOf, timeSpan, wholeNumber } from '../args/kinds.ts';
import type { Io } from '../io/io.ts';
import { requireNewPassword, requirePassword, secretOptions } from '../io/secret.ts';

const passwordOptions = secretOptions('password', 'the password');
const ALGORITHMS = [
  'argon2id',
  'scrypt',
  'bcrypt',
  'bcrypt-sha256',
  'pbkdf2-sha256',
  'pbkdf2-sha512',
] as const;

export const hashCommand: Command = {
  summary: 'Hash a password for storing',
  options: {
    ...passwordOptions,
    algorithm: {
      help: 'Default argon2id.',
      value: 'NAME',
      kind: oneOf(ALGORITHMS),
      short: 'a',
    },
    memory: { help: 'Argon2id: kibibytes. Default 19456.', value: 'KIB', kind: wholeNumber(), short: 'm' },
    passes: { help: 'Argon2id: passes. Default 2.', value: 'NUMBER', kind: wholeNumber(), short: 't' },
    parallelism: { help: 'Argon2id: lanes. Default 1.', value: 'NUMBER', kind: wholeNumber(), short: 'p' },
    cost: { help: 'bcrypt: cost. scrypt: N.', value: 'NUMBER', kind: wholeNumber() },
    'block-size': { help: 'scrypt: r.', value: 'NUMBER', kind: wholeNumber() },
    parallelization: { help: 'scrypt: p.', value: 'NUMBER', kind: wholeNumber() },
    iterations: { help: 'PBKDF2: iterations.', value: 'NUMBER', kind: wholeNumber() },
  },
  json: { '': '{ hash: string }' },
  notes:
    'Without an option the password is asked for. One that is typed at a terminal is asked for twice, because nobody sees it.',
  examples: [
    'countersign password hash',
    'countersign password hash --password-file secret --algorithm bcrypt',
  ],
  async run(args, io) {
    const parameters = readParameters(args);
    const hash = await hashPassword(await requireNewPassword(args, io), parameters);
    io.result(hash, { hash });
    return 0;
  },
};

/** The options that each algorithm has, as the packages name them. */
const PARAMETERS = {
  argon2id: { memory: 'memory', passes: 'passes', parallelism: 'parallelism' },
  scrypt: { cost: 'cost', blockSize: 'block-size', parallelization: 'parallelization' },
  bcrypt: { cost: 'cost' },
  'bcrypt-sha256': { cost: 'cost' },
  'pbkdf2-sha256': { iterations: 'iterations' },
  'pbkdf2-sha512': { iterations: 'iterations' },
} as const satisfies Readonly<Record<HashParameters['algorithm'], Readonly<Record<string, string>>>>;

function readParameters(args: Arguments): HashParameters {
  const algorithm = args.choice('algorithm', ALGORITHMS) ?? 'argon2id';
  const own: Readonly<Record<string, string>> = PARAMETERS[algorithm];
  const strange = Object.values(PARAMETERS)
    .flatMap((options): readonly string[] => Object.values(options))
    .find((option) => args.flag(option) && !Object.values(own).includes(option));
  if (strange !== undefined) throw new UsageError(`${algorithm} has no --${strange}.`);
  const given = Object.entries(own).flatMap(([name, option]) => {
    const value = args.integer(option);
    return value === undefined ? [] : [[name, value]];
  });
  return { algorithm, ...Object.fromEntries(given) };
}

function readStored(args: Arguments, io: Io): string {
  const [given] = args.positionals;
  if (given !== undefined && given !== '-') return given;
  if (io.isInputTerminal)
    throw new UsageError('The stored hash is missing: pass it as an argument or on standard input.');
  return io.readInput().toString().trim();
}

export const verifyCommand: Command = {
  summary: 'Verify a password against a stored hash',
  positionals: 'HASH',
  arity: [0, 1],
  options: {
    ...passwordOptions,
    'accept-weak': { help: 'Verify fast digests, too: Django’s md5$ and sha1$, {SSHA}, bare ones.' },
  },
  json: { '': '{ valid: boolean }' },
  examples: [
    "countersign password verify '$argon2id$v=19$m=19456,t=2,p=1$…' --password-file secret",
    'countersign password verify --password-env PASSWORD < hash',
  ],
  notes:
    'Takes what Django, Werkzeug, passlib, PHP, Spring, better-auth, ASP.NET and Linux store. The exit code is 1 when the password is wrong.',
  async run(args, io) {
    const stored = readStored(args, io);
    const password = await requirePassword(args, io);
    const weak = new PasswordHasher({
      acceptWeak: ['django-digests', 'spring-sha256', 'ldap-ssha', 'bare-digests'],
    });
    const valid = await (args.flag('accept-weak')
      ? weak.isValid(password, stored)
      : verifyPassword(password, stored));
    if (io.isJson) io.result('', { valid });
    else io.note(valid ? 'The password is right.' : 'The password is wrong.');
    return valid ? 0 : 1;
  },
};

export const identifyCommand: Command = {
  summary: 'Say what a stored hash is',
  positionals: '[HASH]',
  arity: [0, 1],
  options: {},
  json: {
    '': '{ scheme: string, parameters: { [name: string]: number | string }, isWeak: boolean, pepperId?: string } | { scheme: null }',
  },
  examples: [
    "countersign password identify 'pbkdf2_sha256$1000000$salt$…'",
    'countersign password identify --json < hash',
  ],
  async run(args, io) {
    const description = identify(readStored(args, io));
    if (!description) {
      io.result('no password: nothing verifies against it', { scheme: null });
      return 0;
    }
    const parameters = Object.entries(description.parameters).map(([name, value]) => `${name}=${value}`);
    io.result(
      [description.scheme, ...parameters, ...(description.isWeak ? ['weak'] : [])].join(' '),
      description,
    );
    return 0;
  },
};

export const calibrateCommand: Command = {
  summary: 'Find Argon2id parameters for this machine',
  options: {
    target: { help: 'How long one hash should take. Default 50ms.', value: 'TIME', kind: timeSpan },
    memory: {
      help: 'The most memory for one hash, in kibibytes. Default 65536.',
      value: 'KIB',
      kind: wholeNumber(),
    },
  },
  json: {
    '': "{ algorithm: 'argon2id', memory: number, passes: number, parallelism: number, milliseconds: number }",
  },
  examples: [
    'countersign password calibrate',
    'countersign password calibrate --target 200ms --memory 262144',
  ],
  async run(args, io) {
    const [target, memory] = [args.duration('target'), args.integer('memory')];
    const { hash, milliseconds } = await calibrate({
      ...(target !== undefined && { target }),
      ...(memory !== undefined && { memory }),
    });
    io.result(
      `memory ${hash.memory} KiB, passes ${hash.passes}, parallelism ${hash.parallelism}: ${milliseconds.toFixed(1)} ms`,
      { ...hash, milliseconds },
    );
    return 0;
  },
};
