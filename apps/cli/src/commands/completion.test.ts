import { mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { needs } from '@countersign/vitest-config/counterparts';
import { describe, expect, inject, test } from 'vitest';
import { everyCommand, optionsOf } from '../args/command.ts';
import { complete } from '../args/complete.ts';
import { longName } from '../args/option.ts';
import { workbench } from '../test/run.ts';
import { COMMANDS } from './tree.ts';

const { folder, run, file, other } = workbench('completion');
const PATH = [dirname(inject('countersignBin')), dirname(process.execPath), process.env['PATH']].join(
  delimiter,
);

file('c.bash', (await run(['completion', 'bash'])).output);
file('c.fish', (await run(['completion', 'fish'])).output);
mkdirSync(join(folder, 'functions'));
file('functions/_countersign', (await run(['completion', 'zsh'])).output);
file('only-file', '');

/** The typed words, and the words that a shell offers. It completes a single one. */
const CASES: readonly (readonly [typed: readonly string[], offered: readonly string[]])[] = [
  [['jwt', 've'], ['verify']],
  [['password', 'blocklist', ''], ['build']],
  [
    ['key', 'generate', 'ES256', '--fo'],
    ['--format', '--force'],
  ],
  [['key', 'convert', 'k', '--format', 'j'], ['jwk']],
  [['key', 'convert', 'k', '--format=j'], ['--format=jwk']],
  [['hash', 'only'], ['only-file']],
  [['hmac', '--key-file', 'only'], ['only-file']],
  [['hmac', '--key-file=only'], ['--key-file=only-file']],
];

describe('bash', () => {
  test.each(CASES)('completes %j', (typed, offered) => {
    // bash breaks words at "=".
    const words = typed
      .flatMap((word) => word.split(/(=)/))
      .filter((word, index, all) => word !== '' || index === all.length - 1);
    const script = `source ./c.bash; COMP_WORDS=(countersign "$@"); COMP_CWORD=$#; _countersign; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const done = other('bash', ['--norc', '-c', script, 'bash', ...words], { env: { PATH } });
    expect(done).toMatchObject({
      error: '',
      output: `${offered.map((word) => word.replace(/^--.*=/, '')).join('\n')}\n`,
    });
  });
});

describe('fish', needs('fish'), () => {
  test.each(CASES)('completes %j', (typed, offered) => {
    const line = ['countersign', ...typed].join(' ');
    const done = other('fish', ['--no-config', '-c', `source ./c.fish; complete -C '${line}'`], {
      env: { PATH, HOME: folder },
    });
    const words = done.output
      .trim()
      .split('\n')
      .map((candidate) => candidate.split('\t')[0]);
    expect(words.sort()).toEqual([...offered].sort());
  });
});

describe('zsh', needs('zsh'), () => {
  // A line editor works only on a terminal: the completed line is echoed by the shell itself.
  const session = String.raw`
import os, pty, select, sys
pid, terminal = pty.fork()
if pid == 0: os.execvp('zsh', ['zsh', '-f', '-i'])
seen = b''
def read_until(text):
    global seen
    while text not in seen:
        if not select.select([terminal], [], [], 60)[0]: sys.exit('timed out: ' + repr(seen))
        seen += os.read(terminal, 4096)
    seen = seen[seen.index(text) + len(text):]
def say(text): os.write(terminal, text.encode())
say("unsetopt zle_bracketed_paste; setopt no_beep; PS1='%%' ; fpath=($PWD/functions $fpath); autoload -U compinit; compinit -D -u; bindkey '^X' beginning-of-line; echo rea''dy\r")
read_until(b'ready')
say(sys.argv[1] + '\t')
read_until(sys.argv[2].encode())
sys.stdout.write('completed')
`;
  test.each(CASES.filter(([, offered]) => offered.length === 1))('completes %j', (typed, [offered = '']) => {
    const line = ['countersign', ...typed].join(' ');
    const last = typed.at(-1) ?? '';
    const done = other('python3', ['-c', session, line, `${line}${offered.slice(last.length)}`], {
      env: { PATH, HOME: folder, TERM: 'dumb' },
    });
    expect(done).toMatchObject({ output: 'completed', error: '' });
  });
});

test('offers every command and option at its place', async () => {
  for (const { path, command } of await everyCommand(COMMANDS)) {
    const offered = (await complete([...path, '--'], COMMANDS)).candidates.map(([word]) => word);
    expect({ path, offered }).toEqual({ path, offered: Object.keys(optionsOf(command)).map(longName) });
    const siblings = (await complete([...path.slice(0, -1), ''], COMMANDS)).candidates.map(([word]) => word);
    expect(siblings).toContain(path.at(-1));
  }
});

test.each([
  [['nosuch', ''], []],
  [['jwt', 'nosuch', ''], []],
  [['key', 'generate', 'ES256', 'E'], []],
  [['random', 'int', ''], []],
  [['hash', '--text', ''], []],
  [['completion', 'f'], ['fish']],
  [['jwt', 'verify', '--algorithm', 'ES256', '--algorithm', 'ES3'], ['ES384']],
  [['help', 'jwt', 'l'], ['lint']],
  [['--v'], ['--version']],
])('%j offers %j', async (words, offered) => {
  const { candidates, files } = await complete(words, COMMANDS);
  expect({ words: candidates.map(([word]) => word), files }).toEqual({ words: offered, files: false });
});
