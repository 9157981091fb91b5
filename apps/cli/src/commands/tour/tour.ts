import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineCommand } from '../../args/command.ts';
import { UsageError } from '../../errors.ts';
import { Painted } from '../../io/visible.ts';
import { EXAMPLES } from './examples.ts';
import { commandLine, inChildProcess, runStep } from './run-step.ts';

/** The signals that can end the tour early. */
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

export const tourCommand = defineCommand({
  summary: 'Run eighteen examples and show each command with its output',
  positionals: '[NUMBER…]',
  arity: [0, EXAMPLES.length],
  choices: EXAMPLES.map(({ number }) => String(number)),
  options: {},
  json: {
    '': '{ steps: { example: number, args: string[], output: string, error: string, exit: number }[] }',
  },
  examples: ['countersign tour', 'countersign tour 12 16'],
  notes: 'The tour shows keys and passwords on the command line. Pass your own with --key-file and the like.',
  async run({ positionals }, io) {
    const wanted = new Set(positionals);
    if (positionals.some((word) => !EXAMPLES.some(({ number }) => String(number) === word)))
      throw new UsageError(`NUMBER must be from 1 to ${EXAMPLES.length}.`);
    const directory = mkdtempSync(join(tmpdir(), 'countersign-tour-'));
    const variables = new Map([['DIRECTORY', directory]]);
    const stop = new AbortController();
    const end = (signal: NodeJS.Signals): void => {
      stop.abort();
      rmSync(directory, { recursive: true, force: true });
      // Without its listener the signal has its default effect.
      process.kill(process.pid, signal);
    };
    for (const signal of ENDINGS) process.once(signal, end);
    const bold = (text: string): string => (io.hasColor ? `\u001B[1m${text}\u001B[0m` : text);
    const shown: object[] = [];
    try {
      for (const { number, title, steps } of EXAMPLES) {
        if (wanted.size > 0 && !wanted.has(String(number))) continue;
        if (!io.isJson) io.print(new Painted(`\n${bold(`${number}. ${title}`)}`));
        for (const step of steps) {
          const outcome = await runStep(step, variables, inChildProcess(stop.signal));
          shown.push({ example: number, ...outcome });
          if (io.isJson) continue;
          io.print(`$ ${commandLine(outcome.args, step.input)}`);
          const output = `${outcome.output}${outcome.error}`.trimEnd();
          if (output !== '') io.print(output);
          if (outcome.exit !== 0) io.print(`(exit code ${outcome.exit})`);
        }
      }
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
    if (io.isJson) io.result('', { steps: shown });
    return 0;
  },
});
