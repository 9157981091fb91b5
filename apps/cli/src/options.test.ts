import { describe, expect, test } from 'vitest';
import { everyCommand, optionsOf } from './args/command.ts';
import { longName, type ValuedOption } from './args/option.ts';
import { COMMANDS } from './commands/tree.ts';
import { runHere } from './test/run.ts';

/** Values that a kind rejects. Those of a range or of choices follow from these. */
const WRONG: Readonly<Record<string, readonly string[]>> = {
  nonEmptyText: [''],
  fileName: [''],
  integer: ['', 'many', '1.5', '1e3', '0x10', '-1', ' 1', '9007199254740993', '99999999999999999999'],
  integerOrNone: ['', 'some', '1.5', '-1', 'NONE'],
  duration: ['', 'soon', '-1', '-5m', '5 m', '1y', 'Infinity', '2026-01-01'],
  pointInTime: ['', 'tomorrow', 'day 1', '2026-13-01', '2026-02-31', '1/2/2026', '9'.repeat(40), '15m'],
  time: ['', 'soon', '5 m', '1y', '2026-13-01', '2026-02-31', '1767225600000'],
  hexBytes: ['', 'abc', 'xy', '0x00', 'ab cd'],
  oneOf: ['', 'something', 'none'],
  digestName: ['', 'sha257', 'none'],
  assignment: ['', 'role', '=editor', ':=1'],
};

/** Options that accept any text. An empty one is an empty message, salt or separator. */
const ANY_TEXT = [
  'hash --text',
  'hash --salt',
  'hash --personalization',
  'hash --context',
  'hmac --text',
  'kdf pbkdf2 --salt',
  'kdf scrypt --salt',
  'kdf argon2 --associated-data',
  'kdf argon2 --salt',
  'kdf hkdf --info',
  'kdf hkdf --salt',
  'password generate --exclude',
  'password passphrase --separator',
];

interface Row {
  readonly path: readonly string[];
  readonly name: string;
  readonly option: ValuedOption;
  readonly arguments: readonly string[];
}

const rows: readonly Row[] = (await everyCommand(COMMANDS)).flatMap(({ path, command }) =>
  Object.entries(optionsOf(command)).flatMap(([name, option]) =>
    option.arity === 'flag'
      ? []
      : [{ path, name: longName(name), option, arguments: Array<string>(command.arity?.[0] ?? 0).fill('x') }],
  ),
);

function wrongValues({ kind }: ValuedOption): readonly string[] {
  const [, min, max] = /from (\d+) to (\d+)/.exec(kind.allowed) ?? [];
  return [
    ...(WRONG[kind.name] ?? []),
    ...(Number(min) > 0 ? [String(Number(min) - 1)] : []),
    ...(max === undefined ? [] : [String(Number(max) + 1)]),
  ];
}

test.each(rows.map((row) => ({ ...row, title: `${row.path.join(' ')} ${row.name}` })))(
  '$title rejects values that are empty, of another kind or out of range',
  async ({ title, path, name, option, arguments: positionals }) => {
    if (option.kind.name === 'anyText')
      return expect(ANY_TEXT.includes(title) || name.startsWith('--insecure-')).toBe(true);
    expect(option.kind.name in WRONG).toBe(true);
    for (const value of wrongValues(option)) {
      const { exit, output, error } = await runHere([...path, ...positionals, `${name}=${value}`, '--json']);
      expect({ value, exit, output }).toEqual({ value, exit: 2, output: '' });
      const { message } = JSON.parse(error).error;
      expect(message).toContain(`${name} must be ${option.kind.allowed}`);
      if (option.isSecret && value !== '') expect(message).not.toContain(value);
    }
  },
);

describe('limits that belong to a package', () => {
  const secret: Readonly<Record<string, readonly string[]>> = {
    password: ['--insecure-password', 'x'],
    key: ['--insecure-key', '0123456789abcdef0123456789abcdef'],
  };
  /** Other options that a command needs. */
  const BESIDE: Readonly<Record<string, readonly string[]>> = {
    hash: ['--algorithm', 'shake128', '--text', 'x'],
    'key generate': ['--format', 'jwk'],
    'jwt verify': ['--algorithm', 'HS256'],
    'password hash --cost': ['--algorithm', 'scrypt'],
    'password hash --block-size': ['--algorithm', 'scrypt'],
    'password hash --parallelization': ['--algorithm', 'scrypt'],
    'password hash --iterations': ['--algorithm', 'pbkdf2-sha256'],
  };
  const POSITIONALS: Readonly<Record<string, readonly string[]>> = {
    'key generate': ['RS256'],
    'jwt verify': ['x.y.z'],
    'jwt decode': ['x.y.z'],
    'jwt lint': ['x.y.z'],
    'password reset-url': ['https://example.com/reset'],
  };
  const limited = rows.filter(
    ({ option: { kind } }) => kind.name.startsWith('integer') && !kind.allowed.includes(' from '),
  );

  test.each(limited.map((row) => ({ ...row, command: row.path.join(' ') })))(
    '$command $name reports a value that is too large',
    async ({ path, command, name }) => {
      const takes = (option: string): boolean =>
        rows.some((row) => row.path.join(' ') === command && row.name === option);
      const given = Object.keys(secret).find((kind) => takes(`--insecure-${kind}`));
      const args = [
        ...path,
        ...(POSITIONALS[command] ?? []),
        ...(given === undefined ? [] : (secret[given] ?? [])),
        ...(BESIDE[command] ?? BESIDE[`${command} ${name}`] ?? []),
        `${name}=9007199254740991`,
      ];
      const { exit, output, error } = await runHere([...args, '--json']);
      expect({ exit, output }).toEqual({ exit: 2, output: '' });
      const { code, option = '' } = JSON.parse(error).error;
      expect({ code, isNamed: option.startsWith('--') }).toEqual({
        code: 'ERR_INVALID_ARGUMENT',
        isNamed: true,
      });
    },
  );
});

test('a secret in the place of a number is not shown', async () => {
  const { exit, error } = await runHere(['hmac', '--text', 'x', '--key-fd', 'hunter2']);
  expect(exit).toBe(2);
  expect(error).toMatch(/--key-fd must be an integer/);
  expect(error).not.toContain('hunter2');
});

test.each([
  ['random hex', '-n, --count NUMBER How many. Default 1. An integer from 1 to'],
  ['password hash', 'One of argon2id, scrypt, bcrypt'],
  ['jwt verify', 'Decode the secret. One of hex, base64, base64url.'],
])('the help of %s shows the values of its options', async (words, shown) => {
  const { output } = await runHere([...words.split(' '), '--help']);
  expect(output.replace(/\s+/g, ' ')).toContain(shown);
});
