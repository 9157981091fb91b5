import { describe, expect, test } from 'vitest';
import type { ValuedOption } from './args/command.ts';
import { explain } from './failure.ts';
import { createIo, type Io } from './io/io.ts';
import { run } from './run.ts';
import { COMMANDS } from './tree.ts';
import { everyCommand } from './walk.ts';

/** What is not of a kind. What a kind with a range or with choices refuses follows from these. */
const WRONG: Readonly<Record<string, readonly string[]>> = {
  nonEmptyText: [''],
  fileName: [''],
  wholeNumber: ['', 'many', '1.5', '1e3', '0x10', '-1', ' 1', '9007199254740993', '99999999999999999999'],
  wholeNumberOrNone: ['', 'some', '1.5', '-1', 'NONE'],
  timeSpan: ['', 'soon', '-1', '-5m', '5 m', '1y', 'Infinity'],
  moment: ['', 'tomorrow', 'day 1', '2026-13-01', '2026-02-31', '1/2/2026', '9'.repeat(40)],
  hexDigits: ['', 'abc', 'xy', '0x00', 'ab cd'],
  oneOf: ['', 'something', 'none'],
  digestName: ['', 'sha257', 'none'],
  claimAssignment: ['', 'role', '=editor', ':=1'],
};

/** Options that every text is right for. An empty one is an empty message, salt or separator. */
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

const rows: readonly Row[] = (await everyCommand(COMMANDS)).flatMap(({ path, command, options }) =>
  Object.entries(options).flatMap(([name, option]) =>
    option.value === undefined
      ? []
      : [{ path, name, option, arguments: Array<string>(command.arity?.[0] ?? 0).fill('x') }],
  ),
);

/** How the command ends in this process; nothing may be written but the message. */
async function ending(args: readonly string[]) {
  const written: unknown[] = [];
  const write = (text: unknown): void => void written.push(text);
  const io: Io = { ...createIo(args), result: write, print: write, write, writeBytes: write, note: write };
  try {
    return { exit: await run(args, io), message: '', written };
  } catch (error) {
    const { exit, message } = await explain(error, args);
    return { exit, message, written };
  }
}

function wrongValues({ kind }: ValuedOption): readonly string[] {
  const { min, max } = kind.range ?? { min: 0, max: 0 };
  return [
    ...(WRONG[kind.name] ?? []),
    ...(min > 0 ? [String(min - 1)] : []),
    ...(max > 0 ? [String(max + 1)] : []),
  ];
}

test.each(rows.map((row) => ({ ...row, title: `${row.path.join(' ')} --${row.name}` })))(
  '$title refuses what is empty, not of its kind or out of range, and says what it takes',
  async ({ title, path, name, option, arguments: positionals }) => {
    if (option.kind.name === 'anyText')
      return expect(ANY_TEXT.includes(title) || name.startsWith('insecure-')).toBe(true);
    expect(option.kind.name in WRONG).toBe(true);
    for (const value of wrongValues(option)) {
      const shown = option.isSecret ? '' : `, not ${JSON.stringify(value.slice(0, 40))}`;
      expect({ value, ...(await ending([...path, ...positionals, `--${name}=${value}`])) }).toEqual({
        value,
        exit: 2,
        message: `--${name} must be ${option.kind.allowed}${shown}.`,
        written: [],
      });
    }
  },
);

describe('limits that belong to a package', () => {
  const secret: Readonly<Record<string, readonly string[]>> = {
    password: ['--insecure-password', 'x'],
    key: ['--insecure-key', '0123456789abcdef0123456789abcdef'],
  };
  /** What a command needs beside the option to come as far as its limits. */
  const BESIDE: Readonly<Record<string, readonly string[]>> = {
    hash: ['--algorithm', 'shake128', '--text', 'x'],
    'key generate': ['--format', 'jwk'],
    'jwt verify': ['--alg', 'HS256'],
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
    ({ option: { kind } }) => kind.name.startsWith('wholeNumber') && kind.range === undefined,
  );

  test.each(limited.map((row) => ({ ...row, command: row.path.join(' ') })))(
    '$command --$name is told what is too much',
    async ({ path, command, name }) => {
      const takes = (option: string): boolean =>
        rows.some((row) => row.path.join(' ') === command && row.name === option);
      const given = Object.keys(secret).find((kind) => takes(`insecure-${kind}`));
      const args = [
        ...path,
        ...(POSITIONALS[command] ?? []),
        ...(given === undefined ? [] : (secret[given] ?? [])),
        ...(BESIDE[command] ?? BESIDE[`${command} --${name}`] ?? []),
        `--${name}=9007199254740991`,
      ];
      expect(await ending(args)).toEqual({
        exit: 2,
        message: expect.stringMatching(new RegExp(`^--${name}[ ,].*\\d`)),
        written: [],
      });
    },
  );
});

test('a secret that was put into the place of a number is not shown', async () => {
  const { exit, message } = await ending(['hmac', '--text', 'x', '--key-fd', 'hunter2']);
  expect(exit).toBe(2);
  expect(message).toMatch(/^--key-fd must be a whole number/);
  expect(message).not.toContain('hunter2');
});

test.each([
  ['random hex', '-n, --count NUMBER  How many. Default 1. Takes a whole number from 1 to 1000000.'],
  ['password hash', 'Takes one of argon2id, scrypt, bcrypt'],
  ['jwt verify', 'The greatest age. Takes a time such as 30s, 15m, 2h or 7d'],
])('the help of %s says what its options take', async (words, said) => {
  const { written } = await ending([...words.split(' '), '--help']);
  expect(String(written[0]).replace(/\s+/g, ' ')).toContain(said.replace(/\s+/g, ' '));
});
