import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everyCommand, optionsOf } from '@countersign/cli/src/args/command.ts';
import { longName } from '@countersign/cli/src/args/option.ts';
import { COMMANDS } from '@countersign/cli/src/commands/tree.ts';
import { run } from '@countersign/cli/src/run.ts';
import { algorithmsAvailable } from '@countersign/core';
import { exportKey, generateKey, sign } from '@countersign/jwt';
import fc, { type Arbitrary } from 'fast-check';
import { isForeseen, recordingIo } from '../command.ts';
import { damagedText } from '../damage.ts';
import type { Target } from '../target.ts';

const { privateKey, publicKey } = await generateKey('ES256');
const TOKEN = await sign({ sub: 'x' }, privateKey, { algorithm: 'ES256', expiresIn: '1h' });
const FILES: Readonly<Record<string, string>> = {
  one: 'Hash me now!',
  'key.pem': await exportKey(privateKey, 'pem'),
  'key.pub': await exportKey(publicKey, 'openssh'),
  'key.jwk': JSON.stringify(await exportKey(publicKey, 'jwk')),
  secret: 'correct horse battery staple, and then some more\n',
  SUMS: '10d561fa94a89a25ea0c7aa47708bdb353bbb062a17820292cd905a3a60d6783  one\n',
  token: TOKEN,
  empty: '',
};

/** Commands whose time depends on their options. They are rare here, so that a campaign tries a million command lines. */
const SLOW: ReadonlySet<string> = new Set([
  'kdf pbkdf2',
  'kdf scrypt',
  'kdf argon2',
  'password hash',
  'password verify',
  'password strength',
  'password check',
  'key generate',
]);
/** Commands whose output has the requested size, up to 128 MiB. */
const AS_MUCH_AS_ASKED = /^(?:random \w+|password (?:generate|passphrase))$/;
/** Commands that run others, or measure this machine. */
const LEFT_OUT: ReadonlySet<string> = new Set(['tour', 'password calibrate']);

const VALUES = [
  ...Object.keys(FILES),
  '-',
  '',
  '0',
  '1',
  '-1',
  '8',
  '16',
  '32',
  '64',
  '99999999999999999999',
  '1e3',
  '15m',
  '1h',
  '2026-01-01T00:00:00Z',
  'sha256',
  'blake2b',
  'shake128',
  'HS256',
  'ES256',
  'RS256',
  'none',
  'pem',
  'jwk',
  'openssh',
  'bash',
  'zsh',
  'fish',
  'argon2id',
  'bcrypt',
  'name=value',
  'id:=1',
  'bad:=',
  '__proto__:={}',
  'exp',
  'SECRET',
  'EMPTY',
  'NO_SUCH',
  'https://127.0.0.1:9/x',
  'minlength: 4',
  '00ff',
  'x',
  'é\ud800',
  TOKEN,
  '$2b$04$CCCCCCCCCCCCCCCCCCCCC.3TTwpC5Bwj7ds9p/UadWA7yfctaiUsS',
  ...[...algorithmsAvailable()].slice(0, 8),
];

const commands = (await everyCommand(COMMANDS)).filter(({ path }) => !LEFT_OUT.has(path.join(' ')));
const folder = mkdtempSync(join(tmpdir(), 'countersign-fuzz-'));
process.chdir(folder);
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

function lay(): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  for (const [name, content] of Object.entries(FILES)) writeFileSync(join(folder, name), content);
}
lay();

// No slash in what is made up: nothing outside the folder is opened or written. No NUL: no argument of a process can hold one.
const value = fc.oneof(
  { arbitrary: fc.constantFrom(...VALUES), weight: 8 },
  damagedText(
    VALUES.filter((text) => text !== TOKEN && !text.includes('/')),
    ['=', ':=', '-', '--', '0', '\n', '\0'],
  ).map((text) => text.replaceAll('/', '_').replaceAll('\0', '')),
);

interface Input {
  readonly args: readonly string[];
  readonly input: string;
}

function lineOf({ path, command }: (typeof commands)[number]): Arbitrary<readonly string[]> {
  const names = Object.entries(optionsOf(command));
  // Descriptors of this process are not the command's.
  const option = fc.constantFrom(...names).chain(([key, { arity }]) => {
    const name = longName(key);
    if (arity === 'flag') return fc.constant([name]);
    const given = name.endsWith('-fd') ? fc.constantFrom('0', '99', 'x', '-1') : value;
    return fc.oneof(
      { arbitrary: given.map((text) => [name, text]), weight: 4 },
      given.map((text) => [`${name}=${text}`]),
      fc.constant([name]),
    );
  });
  const word = fc.oneof(
    { arbitrary: option, weight: 3 },
    { arbitrary: value.map((text) => [text]), weight: 2 },
  );
  return fc.array(word, { maxLength: 6 }).map((words) => [...path, ...words.flat()]);
}

const quick = commands.filter(({ path }) => !SLOW.has(path.join(' ')));
const slow = commands.filter(({ path }) => SLOW.has(path.join(' ')));

/** Whole command lines, through the function that the command itself starts with. */
export const commandLines: Target<Input> = {
  name: 'command lines',
  inputs: fc.record({
    args: fc.oneof(
      { arbitrary: fc.oneof(...quick.map(lineOf)), weight: 900 },
      { arbitrary: fc.oneof(...slow.map(lineOf)), weight: 5 },
      { arbitrary: fc.array(value, { maxLength: 5 }), weight: 50 },
    ),
    input: fc.oneof(fc.constantFrom(...Object.values(FILES)), fc.string({ unit: 'binary', maxLength: 60 })),
  }),
  answer: ({ args, input }) => run(args, recordingIo(input, args)),
  isTyped: isForeseen,
  ceiling: ({ args }) => {
    const name = args.slice(0, 2).join(' ');
    return SLOW.has(name) || AS_MUCH_AS_ASKED.test(name) ? 10_000 : 100;
  },
  tidy: lay,
};
