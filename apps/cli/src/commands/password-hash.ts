import {
  calibrate,
  type HashParameters,
  hashPassword,
  identify,
  PasswordHasher,
  verifyPassword,
} from '@countersign/password';
import { type Arguments, type Command, UsageError } from '../args/command.ts';
import { duration } from '../args/parse.ts';
import { type Io, MAX_INPUT_BYTES } from '../io/io.ts';
import { requireSecret, secretOptions } from '../io/secret.ts';

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
      help: 'argon2id (default), scrypt, bcrypt, bcrypt-sha256, pbkdf2-sha256 or pbkdf2-sha512.',
      value: 'NAME',
      short: 'a',
      choices: ALGORITHMS,
    },
    memory: { help: 'Argon2id: kibibytes. Default 19456.', value: 'KIB' },
    passes: { help: 'Argon2id: passes. Default 2.', value: 'NUMBER' },
    cost: { help: 'bcrypt: cost. scrypt: N.', value: 'NUMBER' },
    iterations: { help: 'PBKDF2: iterations.', value: 'NUMBER' },
  },
  examples: [
    'countersign password hash',
    'countersign password hash --password-file secret --algorithm bcrypt',
  ],
  async run(args, io) {
    const parameters = readParameters(args);
    const hash = await hashPassword(await requireSecret('password', 'Password', args, io), parameters);
    io.result(hash, { hash });
    return 0;
  },
};

function readParameters(args: Arguments): HashParameters {
  const algorithm = ALGORITHMS.find((name) => name === (args.text('algorithm') ?? 'argon2id'));
  const [memory, passes, cost, iterations] = [
    args.integer('memory'),
    args.integer('passes'),
    args.integer('cost'),
    args.integer('iterations'),
  ];
  switch (algorithm) {
    case 'argon2id':
      return { algorithm, ...(memory !== undefined && { memory }), ...(passes !== undefined && { passes }) };
    case 'scrypt':
    case 'bcrypt':
    case 'bcrypt-sha256':
      return { algorithm, ...(cost !== undefined && { cost }) };
    case 'pbkdf2-sha256':
    case 'pbkdf2-sha512':
      return { algorithm, ...(iterations !== undefined && { iterations }) };
    default:
      throw new UsageError(`--algorithm must be ${ALGORITHMS.join(', ')}.`);
  }
}

async function readStored(args: Arguments, io: Io): Promise<string> {
  const [given] = args.positionals;
  if (given !== undefined && given !== '-') return given;
  if (io.isInputTerminal)
    throw new UsageError('The stored hash is missing: pass it as an argument or on standard input.');
  return (await io.readInput(MAX_INPUT_BYTES)).toString().trim();
}

export const verifyCommand: Command = {
  summary: 'Verify a password against a stored hash',
  positionals: 'HASH',
  arity: [0, 1],
  options: {
    ...passwordOptions,
    'accept-weak': { help: 'Verify fast digests, too: Django’s md5$ and sha1$, {SSHA}, bare ones.' },
  },
  examples: [
    "countersign password verify '$argon2id$v=19$m=19456,t=2,p=1$…' --password-file secret",
    'countersign password verify --password-env PASSWORD < hash',
  ],
  notes:
    'Takes what Django, Werkzeug, passlib, PHP, Spring, better-auth, ASP.NET and Linux store. The exit code is 1 when the password is wrong.',
  async run(args, io) {
    const stored = await readStored(args, io);
    const password = await requireSecret('password', 'Password', args, io);
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
  examples: [
    "countersign password identify 'pbkdf2_sha256$1000000$salt$…'",
    'countersign password identify --json < hash',
  ],
  async run(args, io) {
    const description = identify(await readStored(args, io));
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
    target: { help: 'How long one hash should take. Default 50ms.', value: 'TIME' },
    memory: { help: 'The most memory for one hash, in kibibytes. Default 65536.', value: 'KIB' },
  },
  examples: [
    'countersign password calibrate',
    'countersign password calibrate --target 200ms --memory 262144',
  ],
  async run(args, io) {
    const [target, memory] = [args.text('target'), args.integer('memory')];
    const { hash, milliseconds } = await calibrate({
      ...(target !== undefined && { target: duration(target) }),
      ...(memory !== undefined && { memory }),
    });
    io.result(
      `memory ${hash.memory} KiB, passes ${hash.passes}, parallelism ${hash.parallelism}: ${milliseconds.toFixed(1)} ms`,
      { ...hash, milliseconds },
    );
    return 0;
  },
};
