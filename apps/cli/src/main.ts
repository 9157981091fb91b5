#!/usr/bin/env node
import type { Entry, ExitCode } from './args/command.ts';
import { createIo } from './io/io.ts';

/** Finds the command that the first words name, and runs it. */
async function main(args: readonly string[]): Promise<ExitCode> {
  const io = createIo(args);
  if (args[0] === '--version' || args[0] === '-V') {
    const { version } = await import('./version.ts');
    io.result(version, { version });
    return 0;
  }
  const { COMMANDS, GROUP_EXAMPLES } = await import('./tree.ts');
  const words = args[0] === 'help' ? [...args.slice(1), '--help'] : args;
  const path: string[] = [];
  let commands: Readonly<Record<string, Entry>> = COMMANDS;
  let summary = 'Digests, MACs, random values, tokens, keys and passwords';
  for (const [index, word] of words.entries()) {
    if (word.startsWith('-')) break;
    const entry = Object.hasOwn(commands, word) ? commands[word] : undefined;
    if (!entry) {
      const { unknownCommand } = await import('./args/unknown.ts');
      throw unknownCommand(word, path, Object.keys(commands));
    }
    path.push(word);
    if ('load' in entry) {
      const [command, { parseArguments }] = await Promise.all([entry.load(), import('./args/parse.ts')]);
      const parsed = parseArguments(words.slice(index + 1), command);
      if (!parsed.flag('help')) return command.run(parsed, io, COMMANDS);
      const { commandHelp } = await import('./help.ts');
      io.print(commandHelp(`countersign ${path.join(' ')}`, command));
      return 0;
    }
    ({ commands, summary } = entry);
  }
  const { groupHelp } = await import('./help.ts');
  const group = path.join(' ');
  const help = groupHelp(['countersign', ...path].join(' '), summary, commands, GROUP_EXAMPLES[group] ?? []);
  const isAsked = words.some((word) => word === '--help' || word === '-h');
  if (isAsked) io.print(help);
  else io.note(help);
  return isAsked ? 0 : 2;
}

const args = process.argv.slice(2);
main(args).then(
  (code) => {
    process.exitCode = code;
  },
  async (error: unknown) => {
    const { failure } = await import('./failure.ts');
    process.exitCode = failure(error, args);
  },
);
