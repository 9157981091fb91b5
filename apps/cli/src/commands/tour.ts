import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, UsageError } from '../args/command.ts';
import { EXAMPLES } from '../examples.ts';
import { Painted } from '../io/visible.ts';
import { runStep } from '../run-example.ts';

const quoted = (argument: string): string =>
  /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;

/** What may end the tour before its end. */
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

export const tourCommand: Command = {
  summary: 'Run the eighteen examples, showing each command and its output',
  positionals: '[NUMBER…]',
  arity: [0, EXAMPLES.length],
  choices: EXAMPLES.map(({ number }) => String(number)),
  options: {},
  json: {
    '': '{ steps: { example: number, args: string[], output: string, error: string, exit: number }[] }',
  },
  examples: ['countersign tour', 'countersign tour 12 16'],
  notes:
    'Keys and passwords stand on the command line here so that you can see them; with your own, use --key-file and its like.',
  async run(args, io) {
    const wanted = new Set(args.positionals);
    const strange = args.positionals.find((word) => !EXAMPLES.some(({ number }) => String(number) === word));
    if (strange !== undefined) throw new UsageError(`The examples are numbered 1 to ${EXAMPLES.length}.`);
    const folder = mkdtempSync(join(tmpdir(), 'countersign-tour-'));
    const variables = new Map([['FOLDER', folder]]);
    const stop = new AbortController();
    const end = (signal: NodeJS.Signals): void => {
      stop.abort();
      rmSync(folder, { recursive: true, force: true });
      // Its listener is gone: now it does what it does to any program.
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
          const outcome = await runStep(step, variables, stop.signal);
          shown.push({ example: number, ...outcome });
          if (io.isJson) continue;
          const input = step.input === undefined ? '' : `printf %s ${quoted(step.input)} | `;
          io.print(`$ ${input}countersign ${outcome.args.map(quoted).join(' ')}`);
          const output = `${outcome.output}${outcome.error}`.trimEnd();
          if (output !== '') io.print(output);
          if (outcome.exit !== 0) io.print(`(exit code ${outcome.exit})`);
        }
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    if (io.isJson) io.result('', { steps: shown });
    return 0;
  },
};
