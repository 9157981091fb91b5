import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { everyCommand } from './args/command.ts';
import { COMMANDS } from './commands/tree.ts';
import { workbench } from './test/run.ts';

const { folder, run, other, file } = workbench('json');
const commands = await everyCommand(COMMANDS);

file('file', 'Hash me now!');
file('SUMS', `${'0'.repeat(64)}  file\n${'0'.repeat(64)}  gone\n`);
file('words', 'one\ntwo\n');
file('secret', 'a secret of thirty-two bytes and more');
await run(['key', 'generate', 'ES256', '--out', 'key.pem']);
await run(['key', 'generate', 'ES256', '--out', 'other.pem']);
const sign = [
  'jwt',
  'sign',
  '--algorithm',
  'ES256',
  '--key-file',
  'key.pem',
  '--kid',
  'one',
  '--claim',
  'id:=[1,{}]',
];
const token = (await run(sign)).output.trim();
file('jwk', (await run(['key', 'convert', 'key.pem', '--format', 'jwk'])).output);
const password = ['--password-file', 'secret'];
const bcrypt = (await run(['password', 'hash', '-a', 'bcrypt', '--cost', '10', ...password])).output.trim();
const ZERO = '0'.repeat(64);

type Runs = readonly (readonly string[])[];

/** Runs of every command in every form, with success and failure. */
const RUNS: Readonly<Record<string, Readonly<Record<string, Runs>>>> = {
  hash: {
    'FILE…': [['file'], ['gone', 'file'], []],
    '--text TEXT': [['--text', 'x']],
    '--verify DIGEST': [
      ['--verify', ZERO, '--text', 'x'],
      ['--verify', ZERO, 'gone'],
    ],
    '--check FILE…': [
      ['--check', 'SUMS'],
      ['--check', 'file'],
    ],
    '--list': [['--list']],
  },
  hmac: {
    '': [['--key-file', 'secret', 'file']],
    '--verify TAG': [['--key-file', 'secret', 'file', '--verify', ZERO]],
    '--webhook NAME': [['--key-file', 'secret', 'file', '--webhook', 'github']],
  },
  'kdf pbkdf2': { '': [['--iterations', '1000', ...password]] },
  'kdf scrypt': { '': [['--cost', '16', '--salt', 'salt', ...password]] },
  'kdf argon2': { '': [['--memory', '64', ...password]] },
  'kdf hkdf': { '': [['--key-file', 'secret']] },
  'random bytes': { '': [[], ['4', '--count', '2']] },
  'random hex': { '': [[]] },
  'random urlsafe': { '': [[]] },
  'random int': { '': [['6']] },
  'random bits': { '': [['6']] },
  'random choice': { '': [['a', 'b']] },
  'random text': { '': [[]] },
  'random uuid': { '': [[], ['--version', '7']] },
  'jwt sign': { '': [sign.slice(2)] },
  'jwt verify': { '': [['--algorithm', 'ES256', '--key-file', 'key.pem.pub', token]] },
  'jwt decode': { '': [[token]] },
  'jwt lint': { '': [[token], ['eyJhbGciOiJub25lIn0.e30.']] },
  'key generate': {
    '': [['ES256'], ['ES256', '--format', 'jwk'], ['HS256']],
    '--out FILE': [
      ['ES256', '--out', 'pair'],
      ['HS256', '--out', 'secret.jwk'],
    ],
  },
  'key convert': {
    '': [['key.pem', '--format', 'jwk'], ['jwk']],
    '--out FILE': [['key.pem', '--out', 'converted']],
  },
  'key public': {
    '': [['key.pem'], ['jwk', '--format', 'jwk']],
    '--out FILE': [['key.pem', '--out', 'public']],
  },
  'key inspect': { '': [['key.pem'], ['jwk'], ['secret', '--algorithm', 'HS256'], ['key.pem.pub']] },
  'key thumbprint': { '': [['key.pem']] },
  'key jwks': { '': [['key.pem', 'other.pem']] },
  'password generate': { '': [[], ['--count', '2']] },
  'password passphrase': { '': [[]] },
  'password hash': { '': [['-a', 'bcrypt', '--cost', '10', ...password]] },
  'password verify': {
    '': [
      [bcrypt, ...password],
      [bcrypt, '--insecure-password', 'x'],
    ],
  },
  'password identify': { '': [[bcrypt], ['!']] },
  'password strength': {
    '': [['--insecure-password', 'x'], password],
  },
  'password check': { '': [['--insecure-password', 'x'], password] },
  'password calibrate': { '': [['--target', '1ms']] },
  'password reset-url': { '': [['https://example.com/reset']] },
  'password blocklist build': { '': [['words', 'filter']] },
  tour: { '': [['3', '16']] },
  completion: { '': [['bash'], ['zsh'], ['fish']] },
  man: { '': [[]] },
  version: { '': [[]] },
};

test('every command has an object, and each is run', async () => {
  const promised = commands.map(({ path, command }) => [path.join(' '), Object.keys(command.json)]);
  const run = Object.entries(RUNS).map(([name, forms]) => [name, Object.keys(forms)]);
  expect(Object.fromEntries(run)).toEqual(Object.fromEntries(promised));
});

test('what is printed is one document of the type that is promised', async () => {
  const promises = commands.flatMap(({ path, command }) =>
    Object.entries(command.json).flatMap(([form, shape]) =>
      (RUNS[path.join(' ')]?.[form] ?? []).map((args) => ({ shape, args: [...path, ...args, '--json'] })),
    ),
  );
  // The compiler rejects missing and additional members, and members of another type.
  const lines = await Promise.all(
    promises.map(async ({ shape, args }) => {
      const { output } = await run(args);
      expect({ args, output }).toEqual({ args, output: expect.stringMatching(/^\{[^\n]*\}\n$/) });
      return `(${JSON.stringify(JSON.parse(output))}) satisfies ${shape}; // ${args.join(' ')}\n`;
    }),
  );
  writeFileSync(join(folder, 'promises.ts'), `${lines.join('')}export {};\n`);
  const compiler = resolve(import.meta.dirname, '../node_modules/.bin/tsc');
  const flags = ['--ignoreConfig', '--noEmit', '--strict', '--exactOptionalPropertyTypes', '--types', ''];
  expect(other(compiler, [...flags, 'promises.ts'])).toEqual({ exit: 0, output: '', error: '' });
});

describe('errors are documents, too', () => {
  test.each([
    ...commands.map(({ path }) => [[...path, '--no-such-option'], 2, 'USAGE'] as const),
    [['hash', '--algorithm', 'sha0', '--text', 'x'], 2, 'USAGE'],
    [['hash', '--length', '5', '--text', 'x'], 2, 'ERR_INVALID_ARGUMENT'],
    [['hmac', '--key-file', 'gone', '--text', 'x'], 3, 'INPUT_OUTPUT'],
    [['jwt', 'verify', '--algorithm', 'HS256', '--key-file', 'secret', token], 1, 'ERR_TOKEN_ALGORITHM'],
    [['key', 'inspect', 'gone'], 3, 'INPUT_OUTPUT'],
    [['password', 'verify', 'nonsense', ...password], 1, 'ERR_HASH_MALFORMED'],
    [['jwt'], 2, 'USAGE'],
    [['hsah'], 2, 'USAGE'],
  ] as const)('%j', async (args, exit, code) => {
    const done = await run([...args, '--json']);
    expect({ exit: done.exit, output: done.output, ...JSON.parse(done.error) }).toEqual({
      exit,
      output: '',
      error: expect.objectContaining({ code, message: expect.stringMatching(/^[^\n]+$/) }),
    });
    expect(done.error).toMatch(/^[^\n]*\n$/);
  });
});

test('the help and the version are documents, too', async () => {
  for (const args of [['hash', '--help'], ['jwt', '--help'], ['--help'], ['help', 'hash']])
    expect(JSON.parse((await run([...args, '--json'])).output)).toEqual({
      help: expect.stringContaining('Usage:'),
    });
  expect(JSON.parse((await run(['--version', '--json'])).output)).toEqual({ version: expect.any(String) });
});

/** `vitest run --update` writes it. */
test('JSON.md contains the types of all commands', async () => {
  const sections = commands.map(({ path, command }) => {
    const forms = Object.entries(command.json).map(
      ([form, shape]) =>
        `\`\`\`ts\n// countersign ${[...path, form].filter(Boolean).join(' ')} --json\n${shape}\n\`\`\`\n`,
    );
    return `## ${path.join(' ')}\n\n${forms.join('\n')}`;
  });
  await expect(`${INTRODUCTION}\n${sections.join('\n')}`).toMatchFileSnapshot('../JSON.md');
});

const INTRODUCTION = `# The JSON of countersign

With \`--json\`, a command prints one object on one line of standard output. This page shows their types in TypeScript;
the manual (\`countersign man\`) shows them too. Members may be added, but not removed or changed.

An error is an object on standard error; standard output is empty. Its \`code\` is stable: \`USAGE\`,
\`INPUT_OUTPUT\`, \`NOT_VERIFIED\`, or an \`ERR_…\` of the packages. \`option\` is the wrong option, such as \`--exp\`.

\`\`\`ts
{ error: { code: string, message: string, option?: string } }
\`\`\`

\`--help\` and \`--version\` print \`{ help: string }\` and \`{ version: string }\`.
`;
