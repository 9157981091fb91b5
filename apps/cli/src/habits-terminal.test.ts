// @module-tag python3
// Habits of users of other tools, typed into bash in a pseudo-terminal. Each names the tool it comes from.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { IN_BASH, workbench } from './test/run.ts';
import { programAtTerminal, type Step } from './test/terminal.ts';

const bench = workbench('habits-terminal');
const { folder, run, file } = bench;

const HEX = '10d561fa94a89a25ea0c7aa47708bdb353bbb062a17820292cd905a3a60d6783';
file('one', 'Hash me now!');
file('bashrc', `${IN_BASH}\nPS1='ready: '\nbind 'set enable-bracketed-paste off'\n`);
const TAG = (await run(['hmac', '--text', 'x', '--insecure-key', 'abc'])).output.trim();
const ASK = 'countersign hmac --text x';

const INTERACTIVE: readonly (readonly [tool: string, line: string, steps: readonly Step[], seen: RegExp])[] =
  [
    ['sudo', ASK, [{ see: 'The key: ' }, { type: 'abc\r' }], new RegExp(TAG)],
    [
      'vi, Ctrl-Z and fg',
      ASK,
      [
        { see: 'The key: ' },
        { type: 'ab\u001a' },
        { see: 'Stopped' },
        { see: 'ready: ' },
        { type: 'fg\r' },
        { see: 'The key: ' },
        { type: 'abc\r' },
      ],
      new RegExp(TAG),
    ],
    ['ssh, Ctrl-C', `${ASK}; echo "exit $?"`, [{ see: 'The key: ' }, { type: 'ab\u0003' }], /The key: \s+$/],
    ['any program, Ctrl-\\', ASK, [{ see: 'The key: ' }, { type: 'ab\u001c' }], /Quit/],
    [
      'passwd',
      'countersign password hash',
      [{ see: 'The password: ' }, { type: 'one\r' }, { see: 'Repeat the password: ' }, { type: 'two\r' }],
      /passwords differ/,
    ],
    [
      'sha256sum, typed text and Ctrl-D',
      'echo ready to read; countersign hash',
      [{ see: 'ready to read\r\n' }, { type: 'Hash me now!\u0004\u0004' }],
      new RegExp(HEX),
    ],
    ['openssl dgst -binary', 'countersign hash --encoding raw one', [], /not printed on a terminal/],
    ['man', 'countersign hash --help', [], /--algorithm NAME/],
  ];

test.each(INTERACTIVE)('%s: %s in a terminal', (_tool, line, steps, seen) => {
  const shell = ['/bin/bash', '--noprofile', '--rcfile', join(folder, 'bashrc'), '-i'];
  const session = programAtTerminal(bench, shell, [
    { see: 'ready: ' },
    { type: `${line}\r` },
    { see: line.slice(-5) },
    ...steps,
    { see: 'ready: ' },
    { type: 'exit\r' },
    { see: 'exit' },
  ]);
  expect(session.isRestored).toBe(true);
  expect(session.seen.replaceAll('\r', '').split('ready: exit')[0]).toMatch(seen);
});
