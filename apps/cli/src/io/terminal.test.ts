// @module-tag python3
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { workbench } from '../test/run.ts';
import { atTerminal } from '../test/terminal.ts';

const bench = workbench('terminal');
const { folder, run, file } = bench;
const ENTER = '\r';

const hmac = ['hmac', '--text', 'x'];
/** The tag of `x` by the key of a test. */
const tagOf = async (key: string): Promise<string> =>
  (await run([...hmac, '--insecure-key', key])).output.trim();

describe('a secret at a prompt', () => {
  test.each([
    ['as typed', 'abc'],
    ['as pasted', '\u001B[200~abc\u001B[201~'],
    ['corrected by backspace', 'abd\u007Fc'],
    ['started again by Ctrl-U', 'wrong\u0015abc'],
    ['ended by Ctrl-D', 'abc\u0004', ''],
    ['beside keys without a meaning', 'ab\u0000c\t'],
  ])('is taken %s, and never shown', async (_, keys, end = ENTER) => {
    const session = atTerminal(bench, hmac, [{ see: 'The key: ' }, { type: `${keys}${end}` }]);
    expect(session).toEqual({ exit: 0, isRestored: true, seen: `The key: \r\n${await tagOf('abc')}\r\n` });
  });

  test('does not begin with what was typed before the question', async () => {
    const steps = [{ type: 'ahead' }, { see: 'The key: ' }, { type: `abc${ENTER}` }];
    const { seen, exit } = atTerminal(bench, hmac, steps);
    expect({ exit, tag: seen.trim().split('\n').at(-1) }).toEqual({ exit: 0, tag: await tagOf('abc') });
  });

  test.each([
    ['Ctrl-D', '\u0004'],
    ['an empty line', ENTER],
  ])('is missing after %s', (_, keys) => {
    const session = atTerminal(bench, hmac, [{ see: 'The key: ' }, { type: keys }]);
    expect(session).toMatchObject({ exit: 2, isRestored: true });
  });

  test('is read from the terminal while standard input is the message', async () => {
    const { seen, exit } = atTerminal(bench, ['hmac'], [{ see: 'The key: ' }, { type: `abc${ENTER}` }], {
      redirect: { 0: join(folder, file('message', 'x')) },
    });
    expect({ exit, seen }).toEqual({ exit: 0, seen: `The key: \r\n${await tagOf('abc')}\r\n` });
  });

  test.each([
    ['standard input', ['--key-file', '-']],
    ['a file', ['--key-file', '/dev/tty']],
    ['a descriptor', ['--key-fd', '0']],
  ])('is prompted for when %s is a terminal, which would show it', async (_, options) => {
    const steps = [{ see: 'The key: ' }, { type: `abc${ENTER}` }];
    const { seen, exit } = atTerminal(bench, [...hmac, ...options], steps);
    expect({ exit, seen }).toEqual({ exit: 0, seen: `The key: \r\n${await tagOf('abc')}\r\n` });
    const unseen = atTerminal(bench, [...hmac, ...options], [], { redirect: { 2: join(folder, 'stderr') } });
    expect(unseen).toMatchObject({ exit: 2, seen: '' });
  });

  test('is not shown and can be corrected, and a new one is read twice', async () => {
    const { seen, exit, isRestored } = atTerminal(
      bench,
      ['password', 'hash', '--algorithm', 'bcrypt', '--cost', '10'],
      [
        { see: 'The password: ' },
        { type: `wrong\u0015open sesamX\u007f\u001B[De\u001BOA${ENTER}` },
        { see: 'Repeat the password: ' },
        { type: `open sesame${ENTER}` },
        { see: '$2' },
      ],
    );
    expect({ exit, isRestored }).toEqual({ exit: 0, isRestored: true });
    expect(seen).not.toMatch(/sesam|wrong/);
    const hash = /\$2b\$\S+/.exec(seen)?.[0] ?? '';
    const verify = ['password', 'verify', hash, '--password-env', 'PASSWORD'];
    expect((await run(verify, { env: { PASSWORD: 'open sesame' } })).exit).toBe(0);
  });

  test.each([
    ['standard input', ['--password-file', '-']],
    ['a file', ['--password-file', '/dev/tty']],
    ['a descriptor', ['--password-fd', '0']],
  ])('is read twice when it is new and %s is a terminal', (_, options) => {
    const steps = [
      { see: 'The password: ' },
      { type: `one${ENTER}` },
      { see: 'Repeat the password: ' },
      { type: `two${ENTER}` },
    ];
    const { exit, seen } = atTerminal(bench, ['password', 'hash', ...options], steps);
    expect({ exit, seen }).toEqual({ exit: 2, seen: expect.stringContaining('differ') });
  });

  test('is read twice, as the help says', async () => {
    expect((await run(['password', 'hash', '--help'])).output).toMatch(/prompts for the password, twice/);
  });

  test('is refused when the second time is not the first', async () => {
    const { exit, seen } = atTerminal(
      bench,
      ['password', 'hash'],
      [
        { see: 'The password: ' },
        { type: `one${ENTER}` },
        { see: 'Repeat the password: ' },
        { type: `two${ENTER}` },
      ],
    );
    expect(exit).toBe(2);
    expect(seen).toContain('differ');
  });

  test.each([
    ['Ctrl-C', '\u0003', 130],
    ['Ctrl-C after an escape', '\u001B\u0003', 130],
    ['Ctrl-C before a line ends', `\u0003${ENTER}`, 130],
    ['Ctrl-\\', '\u001C', 131],
  ])('%s gives the terminal back', (_, keys, exit) => {
    const session = atTerminal(
      bench,
      ['hmac', '--text', 'x'],
      [{ see: 'The key: ' }, { type: `abc${keys}` }],
    );
    expect(session).toMatchObject({ exit, isRestored: true });
    expect(session.seen).not.toContain('abc');
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGQUIT', 131],
  ] as const)('%s gives the terminal back', (signal, exit) => {
    // Nothing is typed: the kernel hands it on when it likes, which may be when the terminal echoes again.
    const steps = [{ see: 'The key: ' }, { signal }];
    expect(atTerminal(bench, hmac, steps)).toEqual({ exit, isRestored: true, seen: 'The key: \r\n' });
  });

  test('stops at Ctrl-Z, restores the terminal, and prompts again when it continues', async () => {
    const steps = [
      { see: 'The key: ' },
      { type: 'ab\u001A' },
      'stopped',
      { signal: 'SIGCONT' },
      { see: 'The key: ' },
      { type: `abc${ENTER}` },
    ] as const;
    expect(atTerminal(bench, hmac, steps)).toMatchObject({
      exit: 0,
      isRestored: true,
      seen: expect.stringContaining(await tagOf('abc')),
    });
  });

  test('gives the terminal back while it is stopped, and prompts again when it continues', async () => {
    const steps = [
      { see: 'The key: ' },
      { signal: 'SIGTSTP' },
      'stopped',
      { signal: 'SIGCONT' },
      { see: 'The key: ' },
      { type: `abc${ENTER}` },
    ] as const;
    expect(atTerminal(bench, hmac, steps)).toEqual({
      exit: 0,
      isRestored: true,
      seen: `The key: \r\nThe key: \r\n${await tagOf('abc')}\r\n`,
    });
  });

  test.each([
    ['before anything is typed', []],
    ['in the middle', [{ type: 'abc' }]],
  ])('ends as other programs do when the terminal goes away %s', (_, typed) => {
    const session = atTerminal(bench, hmac, [{ see: 'The key: ' }, ...typed, 'gone']);
    expect(session).toMatchObject({ exit: 129 });
  });

  test('is the first of several pasted lines; the next reader gets the others', async () => {
    const steps = [{ see: 'The key: ' }, { type: `abc${ENTER}x` }, { see: '\r\n' }, { type: '\u0004\u0004' }];
    const { exit, seen } = atTerminal(bench, ['hmac'], steps);
    expect({ exit, tag: seen.trim().split('\n').at(-1) }).toEqual({ exit: 0, tag: await tagOf('abc') });
  });

  test('may be the passphrase of a private key', async () => {
    execFileSync('ssh-keygen', ['-q', '-t', 'ecdsa', '-N', 'open sesame', '-f', 'encrypted'], {
      cwd: folder,
    });
    const { exit, seen } = atTerminal(
      bench,
      ['key', 'inspect', 'encrypted'],
      [{ see: 'The passphrase: ' }, { type: `open sesame${ENTER}` }, { see: 'algorithm: ES256' }],
    );
    expect(exit).toBe(0);
    expect(seen).not.toContain('sesame');
    expect(await run(['key', 'inspect', 'encrypted'])).toMatchObject({
      exit: 2,
      error: expect.stringContaining('--passphrase-file'),
    });
  });

  test('is not asked for where nobody sees the question', async () => {
    const { exit } = atTerminal(bench, ['hmac', '--text', 'x'], [], {
      redirect: { 2: join(folder, 'stderr') },
    });
    expect(exit).toBe(2);
    expect(readFileSync(join(folder, 'stderr'), 'utf8')).toContain('--key-file');
  });
});

describe('progress', () => {
  const slow = join(folder, 'slow');
  execFileSync('mkfifo', [slow]);
  /** Feeds the pipe for longer than it takes until progress is shown. */
  const feeding = (): string =>
    `(head -c 300000; sleep 0.8; head -c 300000; sleep 0.3; head -c 1) < /dev/zero > '${slow}'`;

  test('is shown on a terminal while it takes long, and then taken away', async () => {
    execFileSync('bash', ['-c', `${feeding()} 2>/dev/null &`], { stdio: 'ignore' });
    const { seen, exit } = atTerminal(bench, ['hash', slow], [{ see: 'MB/s' }, { see: slow }]);
    expect(exit).toBe(0);
    // The line is taken away before the result is printed.
    expect(seen.replaceAll('\u001B[K', '<clear>')).toMatch(
      /^\r<clear>.* MB\/s.*\r<clear>[0-9a-f]{64} {2}[^\r]*\r\n$/s,
    );
  });

  test.each([
    ['Ctrl-C', { type: '\u0003' }, 130],
    ['SIGTERM', { signal: 'SIGTERM' }, 143],
  ] as const)('%s ends it and leaves the terminal as it was', (_, end, exit) => {
    const session = atTerminal(bench, ['hash', '/dev/zero'], [{ see: 'MB/s' }, end]);
    expect(session).toMatchObject({ exit, isRestored: true });
  });

  test('is not shown on a terminal that cannot overwrite a line', async () => {
    execFileSync('bash', ['-c', `${feeding()} 2>/dev/null &`], { stdio: 'ignore' });
    const { seen } = atTerminal(bench, ['hash', slow], [{ see: slow }], { env: { TERM: 'dumb' } });
    expect(seen).toMatch(/^[0-9a-f]{64} {2}[^\r]*\r\n$/);
  });

  test('is not shown when standard error is not a terminal', async () => {
    execFileSync('bash', ['-c', `${feeding()} 2>/dev/null &`], { stdio: 'ignore' });
    const { seen } = atTerminal(bench, ['hash', slow], [{ see: slow }], {
      redirect: { 2: join(folder, 'stderr') },
    });
    expect(seen).not.toContain('MB/s');
    expect(readFileSync(join(folder, 'stderr'), 'utf8')).toBe('');
  });
});

test('raw bytes are not printed on a terminal, and are in a file', async () => {
  const { exit, seen } = atTerminal(bench, ['random', 'bytes', '8'], []);
  expect(exit).toBe(2);
  expect(seen).toMatch(/^countersign: Raw bytes are not printed.*\r\n$/);
  const out = join(folder, 'bytes');
  expect(atTerminal(bench, ['random', 'bytes', '8'], [], { redirect: { 1: out } }).exit).toBe(0);
  expect(readFileSync(out)).toHaveLength(8);
});

describe('colour', () => {
  // An unsigned token has findings, which are what is coloured.
  const token = 'eyJhbGciOiJub25lIn0.e30.';
  const red = '\u001B[31m';

  test('is used on a terminal', async () => {
    expect(atTerminal(bench, ['jwt', 'lint', token], []).seen).toContain(red);
  });

  test.each<[string, string[], Record<string, string>, object]>([
    ['with --no-color', ['--no-color'], {}, {}],
    ['with NO_COLOR', [], { NO_COLOR: '1' }, {}],
    ['on a dumb terminal', [], { TERM: 'dumb' }, {}],
    ['in a file', [], {}, { 1: join(folder, 'plain') }],
  ])('is not used %s', (_, more, env, redirect) => {
    const { seen } = atTerminal(bench, ['jwt', 'lint', token, ...more], [], { env, redirect });
    const written = '1' in redirect ? readFileSync(join(folder, 'plain'), 'utf8') : seen;
    expect(written).toContain('error');
    expect(written).not.toContain('\u001B');
  });
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('a tour that %s ends leaves no folder behind', (signal, exit) => {
  const temporary = mkdtempSync(join(folder, 'tmp-'));
  const session = atTerminal(bench, ['tour'], [{ see: '2. ' }, { signal }], { env: { TMPDIR: temporary } });
  expect({ exit: session.exit, left: readdirSync(temporary) }).toEqual({ exit, left: [] });
});

test('a terminal without a token gets an error', async () => {
  expect(atTerminal(bench, ['jwt', 'decode'], []).seen).toContain('The token is missing');
});
