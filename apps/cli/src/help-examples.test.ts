import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { needs } from '@countersign/vitest-config/counterparts';
import { describe, expect, test } from 'vitest';
import { everyCommand, type Group } from './args/command.ts';
import { COMMANDS, ROOT } from './commands/tree.ts';
import { IN_BASH, workbench } from './test/run.ts';
import { atTerminal } from './test/terminal.ts';

const bench = workbench('help-examples');
const { folder, run, file, other } = bench;

const PASSWORD = 'four random words, or more';
const env = { PASSWORD, MAC_KEY: 'a key for examples', MASTER: 'a master key for examples' };

/** Runs what prepares the examples, which must succeed. */
async function made(...args: readonly string[]): Promise<string> {
  const { exit, output, error } = await run(args, { env });
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
  await made('key', 'generate', algorithm, '--out', join('files', name));
cpSync(join(folder, 'files/key.pem.pub'), join(folder, 'files/key.pub'));
prepare('key.jwk', await made('key', 'convert', 'files/key.pem', '--format', 'jwk'));
prepare('id_rsa.pub', await made('key', 'convert', 'files/one.pub', '--format', 'openssh'));
prepare('jwks.json', await made('key', 'jwks', 'files/one.pub', '--algorithm', 'RS256'));
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
prepare('token', await made('jwt', 'sign', '--algorithm', 'ES256', '--key-file', 'files/key.pem', ...claims));
prepare('rs256', await made('jwt', 'sign', '--algorithm', 'RS256', '--key-file', 'files/one', ...claims));
prepare('common.blocklist', '');
await made('password', 'blocklist', 'build', list, 'files/common.blocklist', '--force');
const TAG = (await made('hmac', '--key-env', 'MAC_KEY', 'files/message.json')).trim();
const hash = (await made('password', 'hash', '--password-file', 'files/secret')).trim();
prepare('hash', await made('password', 'hash', '--password-env', 'PASSWORD'));

/** Parts of examples that are abbreviated or differ between machines. */
const COMPLETED: readonly (readonly [string, string])[] = [
  ['$argon2id$v=19$m=19456,t=2,p=1$…', hash],
  ['pbkdf2_sha256$1000000$salt$…', `pbkdf2_sha256$1000000$salt$${'A'.repeat(43)}=`],
  ['/usr/local/share/man/', 'man/'],
];

/** The shell's functions: the command, and two programs with fixed answers. */
const PROGRAMS = `set -o pipefail
${IN_BASH}
curl() { cat rs256; }
pbpaste() { cat token; }
`;

/** Examples that prompt for a password. */
const ASKING = [
  'password hash',
  'password strength',
  'password check',
  'password check --blocklist common.blocklist',
];

const ENTER = '\r';

/** Runs an example in a new directory without the files that it makes. */
function ending(example: string): { readonly exit: number | null; readonly error: string } {
  const own = mkdtempSync(join(folder, 'run-'));
  cpSync(join(folder, 'files'), own, { recursive: true });
  for (const [, output, filter] of example.matchAll(/--out (\S+)|blocklist build \S+ (\S+)/g))
    for (const end of ['', '.pub']) rmSync(join(own, `${output ?? filter}${end}`), { force: true });
  const words = example.replace('countersign ', '');
  if (ASKING.includes(words)) {
    const answer = { type: `${PASSWORD}${ENTER}` };
    const again = words === 'password hash' ? [{ see: 'Repeat the password: ' }, answer] : [];
    const args = words.split(' ').map((word) => (word === 'common.blocklist' ? join(own, word) : word));
    const { exit, seen } = atTerminal(bench, args, [{ see: 'The password: ' }, answer, ...again]);
    return { exit, error: exit === 0 ? '' : seen };
  }
  const line = COMPLETED.reduce((text, [from, to]) => text.replace(from, () => to), example);
  const { exit, error } = other('bash', ['-c', `${PROGRAMS}cd '${own}' && ${line}`], {
    env: { ...env, TAG, HOME: own, MANPAGER: 'cat' },
  });
  return { exit, error };
}

/** The examples of the groups. */
function groupExamples(group: Group, name = ''): readonly { name: string; examples: readonly string[] }[] {
  const below = Object.entries(group.commands).flatMap(([word, entry]) =>
    typeof entry === 'function' ? [] : groupExamples(entry, `${name} ${word}`.trim()),
  );
  return [{ name, examples: group.examples }, ...below];
}

const groups = groupExamples(ROOT);
const commands = (await everyCommand(COMMANDS)).map(({ path, command: { examples } }) => ({
  name: path.join(' '),
  examples,
}));

describe('the examples of the help do what they say', () => {
  function expectSuccess({ examples }: { readonly examples: readonly string[] }): void {
    const ended = examples.map((example) => ({ example, ...ending(example) }));
    expect(ended.filter(({ exit }) => exit !== 0)).toEqual([]);
  }
  const all = [...groups, ...commands];
  const asks = ({ examples }: (typeof all)[0]): boolean =>
    examples.some((example) => ASKING.includes(example.replace('countersign ', '')));

  test.each(all.filter((one) => one.name !== 'man' && !asks(one)))('countersign $name', expectSuccess);
  test.each(all.filter(asks))('countersign $name, at a terminal', needs('python3'), expectSuccess);
  test.each(all.filter(({ name }) => name === 'man'))('countersign $name', needs('man'), expectSuccess);
});
