import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { workbench } from './testing/run.ts';
import { atTerminal } from './testing/terminal.ts';
import { COMMANDS, GROUP_EXAMPLES } from './tree.ts';
import { everyCommand } from './walk.ts';

const bench = workbench('help-examples');
const { folder, run, file, other } = bench;

const PASSWORD = 'four random words, or more';
const env = { PASSWORD, MAC_KEY: 'a key for examples', MASTER: 'a master key for examples' };

/** Runs what prepares the examples, which must succeed. */
function made(...args: readonly string[]): string {
  const { exit, output, error } = run(args, { env });
  expect({ args, exit, error }).toMatchObject({ exit: 0, error: '' });
  return output;
}

// Every file that an example names.
mkdirSync(join(folder, 'files'));
const prepare = (name: string, content: string): string => file(join('files', name), content);
for (const name of ['one.iso', 'two.iso', 'message.json', 'master', 'key'])
  prepare(name, `${name} of an example`);
prepare('secret', PASSWORD.padEnd(32, '.'));
prepare('claims.json', '{ "role": "editor" }');
const list = prepare('common-passwords.txt', 'password\n123456\n');
mkdirSync(join(folder, 'files/lists'));
prepare('lists/one', 'letmein\n');
for (const path of ['.local/share/bash-completion/completions', '.config/fish/completions', 'man/man1'])
  mkdirSync(join(folder, 'files', path), { recursive: true });
for (const [name, algorithm] of [
  ['key.pem', 'ES256'],
  ['one', 'RS256'],
  ['two', 'RS256'],
  ['id_ed25519', 'Ed25519'],
] as const)
  made('key', 'generate', algorithm, '--out', join('files', name));
cpSync(join(folder, 'files/key.pem.pub'), join(folder, 'files/key.pub'));
prepare('key.jwk', made('key', 'convert', 'files/key.pem', '--format', 'jwk'));
prepare('id_rsa.pub', made('key', 'convert', 'files/one.pub', '--format', 'openssh'));
prepare('jwks.json', made('key', 'jwks', 'files/one.pub', '--alg', 'RS256'));
const claims = [
  '--iss',
  'https://auth.example.com',
  '--aud',
  'api',
  '--sub',
  'alice',
  '--exp',
  '15m',
  '--iat',
];
prepare('token', made('jwt', 'sign', '--alg', 'ES256', '--key-file', 'files/key.pem', ...claims));
prepare('rs256', made('jwt', 'sign', '--alg', 'RS256', '--key-file', 'files/one', ...claims));
prepare('common.blocklist', '');
made('password', 'blocklist', 'build', list, 'files/common.blocklist', '--force');
const TAG = made('hmac', '--key-env', 'MAC_KEY', 'files/message.json').trim();
const hash = made('password', 'hash', '--password-file', 'files/secret').trim();
prepare('hash', made('password', 'hash', '--password-env', 'PASSWORD'));

/** What an example leaves out, and what is another on each machine. */
const COMPLETED: readonly (readonly [string, string])[] = [
  ['$argon2id$v=19$m=19456,t=2,p=1$…', hash],
  ['pbkdf2_sha256$1000000$salt$…', `pbkdf2_sha256$1000000$salt$${'A'.repeat(43)}=`],
  ['/usr/local/share/man/', 'man/'],
];

/** What the shell finds: the command, and two programs whose answers are no matter of ours. */
const PROGRAMS = `set -o pipefail
countersign() { "$NODE" "$COMMAND" "$@"; }
curl() { cat rs256; }
pbpaste() { cat token; }
`;

/** Examples that are asked for a password, which is typed. */
const ASKING = [
  'password hash',
  'password strength',
  'password check',
  'password check --blocklist common.blocklist',
];

const ENTER = '\r';

/** Runs an example in a folder of its own, without the files that it makes. */
function ending(example: string): { readonly exit: number | null; readonly error: string } {
  const own = mkdtempSync(join(folder, 'run-'));
  cpSync(join(folder, 'files'), own, { recursive: true });
  for (const [, output, filter] of example.matchAll(/--out (\S+)|blocklist build \S+ (\S+)/g))
    for (const end of ['', '.pub']) rmSync(join(own, `${output ?? filter}${end}`), { force: true });
  const words = example.replace('countersign ', '');
  if (ASKING.includes(words)) {
    const answer = { type: `${PASSWORD}${ENTER}` };
    const again = words === 'password hash' ? [{ see: 'Once more: ' }, answer] : [];
    const args = words.split(' ').map((word) => (word === 'common.blocklist' ? join(own, word) : word));
    const { exit, seen } = atTerminal(bench, args, [{ see: 'Password: ' }, answer, ...again]);
    return { exit, error: exit === 0 ? '' : seen };
  }
  const line = COMPLETED.reduce((text, [from, to]) => text.replace(from, () => to), example);
  const { exit, error } = other('bash', ['-c', `${PROGRAMS}cd '${own}' && ${line}`], {
    env: { ...env, TAG, HOME: own, MANPAGER: 'cat', NODE: process.execPath, COMMAND: inject('countersign') },
  });
  return { exit, error };
}

const groups = Object.entries(GROUP_EXAMPLES).map(([name, examples]) => ({ name, examples }));
const commands = (await everyCommand(COMMANDS)).map(({ path, command: { examples } }) => ({
  name: path.join(' '),
  examples,
}));

describe('the examples of the help do what they say', () => {
  test.each([...groups, ...commands])('countersign $name', ({ examples }) => {
    const ended = examples.map((example) => ({ example, ...ending(example) }));
    expect(ended.filter(({ exit }) => exit !== 0)).toEqual([]);
  });
});
