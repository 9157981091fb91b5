// @module-tag python3
// @module-tag ssh-keygen
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { workbench } from '../test/run.ts';
import { atTerminal } from '../test/terminal.ts';
import { jsonText, visible, visibleLine } from './visible.ts';

const bench = workbench('visible');
const { folder, run, file } = bench;

/** Colours, renames the terminal, moves its cursor in two ways, and turns the text around. */
const HOSTILE = 'a\u001B[31mb\u001B]0;title\u0007c\u009B2Jd\u202Ee\u007Ff\rg';
const FORGED = `${HOSTILE}\ncountersign: all is well`;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
const OBEYED = /[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\r(?!\n)/;

test('shows by its number what a terminal would obey', async () => {
  expect(visible(HOSTILE)).toBe('a\\x1b[31mb\\x1b]0;title\\x07c\\x9b2Jd\\u{202e}e\\x7ff\\x0dg');
  expect(visible('Grüße, שלום\t✓\n')).toBe('Grüße, שלום\t✓\n');
  expect(visibleLine('a\nb')).toBe('a\\nb');
  expect(jsonText({ [HOSTILE]: FORGED }, 2)).not.toMatch(OBEYED);
  expect(JSON.parse(jsonText({ [HOSTILE]: FORGED }))).toEqual({ [HOSTILE]: FORGED });
});

const key = ['--insecure-key', '0123456789abcdef0123456789abcdef'];
const token = (
  await run([
    ...['jwt', 'sign', '--algorithm', 'HS256', ...key, '--kid', HOSTILE, '--iss', FORGED],
    ...['--claim', `x=${FORGED}`, '--claim', `${HOSTILE}=1`],
  ])
).output.trim();
file(HOSTILE, 'x');
file('SUMS', `${'0'.repeat(64)}  ${HOSTILE}\n${'0'.repeat(64)}  missing${HOSTILE}\n`);
file('jwk', (await run(['key', 'generate', 'ES256', '--format', 'jwk', '--kid', FORGED])).output);
file('binary', Buffer.from(Array.from({ length: 1024 }, (_, index) => (index * 167) % 256)));
beforeAll(() => {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', HOSTILE, '-f', 'ssh'], { cwd: folder });
});

/** Text from outside that the command shows. */
const CASES: readonly (readonly [what: string, args: readonly string[]])[] = [
  ['the name of a file', ['hash', HOSTILE]],
  ['the name of a file in a tagged line', ['hash', '--tag', HOSTILE]],
  ['the name of a file in a line that NUL ends', ['hash', '--zero', HOSTILE]],
  ['the name of a file in a folder', ['hash', '--recursive', '.']],
  ['the name of a file that is not there', ['hash', `missing${FORGED}`]],
  ['the names in a list', ['hash', '--check', 'SUMS']],
  ['a file that is not a list', ['hash', '--check', 'binary']],
  ['a list that is not there', ['hash', '--check', `missing${FORGED}`]],
  ['a message that is not there', ['hmac', ...key, `missing${FORGED}`]],
  ['what a token says, unverified', ['jwt', 'decode', token]],
  ['what a token says', ['jwt', 'verify', '--algorithm', 'HS256', ...key, token]],
  ['a claim that is not as expected', ['jwt', 'verify', '--algorithm', 'HS256', ...key, '--iss', 'x', token]],
  ['what is remarked about a token', ['jwt', 'lint', token]],
  ['text that is not a token', ['jwt', 'decode', HOSTILE]],
  [
    'a claim that was given twice',
    ['jwt', 'sign', '--algorithm', 'HS256', ...key, '-c', `${FORGED}=1`, '-c', `${FORGED}=1`],
  ],
  ['claims that are not text', ['jwt', 'sign', 'binary', '--algorithm', 'HS256', ...key]],
  ['a key id', ['key', 'inspect', 'jwk']],
  ['a key id in a JWK', ['key', 'convert', 'jwk', '--format', 'jwk']],
  ['a key id in a JWK Set', ['key', 'jwks', 'jwk']],
  ['the comment of an SSH key', ['key', 'inspect', 'ssh.pub']],
  ['the comment of an SSH key that is converted', ['key', 'convert', 'ssh.pub', '--format', 'openssh']],
  ['a key that is random bytes', ['key', 'convert', 'binary']],
  ['text that is not a stored hash', ['password', 'identify', HOSTILE]],
  ['a list of passwords that is not there', ['password', 'blocklist', 'build', `missing${FORGED}`, 'out']],
  ['a value to choose', ['random', 'choice', HOSTILE]],
  ['a separator', ['password', 'passphrase', '--separator', HOSTILE]],
  ['the name of a variable', ['hmac', '--text', 'x', '--key-env', FORGED]],
  ['a command', [FORGED]],
  ['an option', ['hash', `--${FORGED}`]],
  ['an algorithm', ['jwt', 'sign', '--algorithm', FORGED, ...key]],
  ['a digest', ['hash', '--text', 'x', '--algorithm', FORGED]],
];

describe('a terminal obeys nothing in', () => {
  test.each(CASES)('%s', (_, args) => {
    const { seen } = atTerminal(bench, args, [], { env: { NO_COLOR: '1' } });
    expect(seen).not.toMatch(OBEYED);
    expect(seen).not.toMatch(/^countersign: all is well/m);
    expect(seen.length).toBeGreaterThan(0);
  });
});

test.each(CASES)('messages about %s keep one line each without a terminal', async (_, args) => {
  const { error } = await run(args);
  expect(error).not.toMatch(OBEYED);
  expect(error).not.toMatch(/^countersign: all is well/m);
});

test('files and pipes get names as they are', async () => {
  expect((await run(['hash', 'ssh', join('.', 'ssh.pub')])).output).toMatch(
    /^\S{64} {2}ssh\n\S{64} {2}ssh\.pub\n$/,
  );
  const name = HOSTILE.replace('\r', '\\r');
  expect((await run(['hash', HOSTILE])).output).toMatch(/^\\\S{64} {2}/);
  expect((await run(['hash', HOSTILE])).output.slice(67)).toBe(`${name}\n`);
});
