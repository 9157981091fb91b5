import { type Entry, type ExitCode, UsageError } from './args/command.ts';
import type { Io } from './io/io.ts';

/** What may stand where a command should. */
const GROUP_OPTIONS: readonly string[] = ['--help', '--json', '--no-color'];

/** Finds the command that the first words name, and runs it. */
export async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  if (args[0] === '--version' || args[0] === '-V') {
    const { version } = await import('./version.ts');
    io.result(version, { version });
    return 0;
  }
  const { COMMANDS, GROUP_EXAMPLES } = await import('./tree.ts');
  if (args[0] === '__complete') {
    const { complete } = await import('./complete.ts');
    const { candidates, files } = await complete(args.slice(2), COMMANDS);
    const lines = candidates.map(([value, description]) => `${value}\t${description}\n`);
    io.write(`${lines.join('')}${files ? ':files\n' : ''}`);
    return 0;
  }
  const words = args[0] === 'help' ? [...args.slice(1), '--help'] : args;
  const path: string[] = [];
  let commands: Readonly<Record<string, Entry>> = COMMANDS;
  let summary = 'Digests, MACs, random values, tokens, keys and passwords';
  for (const [index, word] of words.entries()) {
    if (word.startsWith('-')) break;
    const entry = Object.hasOwn(commands, word) ? commands[word] : undefined;
    if (!entry) {
      const { unknownCommand } = await import('./args/unknown.ts');
      throw unknownCommand(word, path, commands);
    }
    path.push(word);
    if ('load' in entry) {
      const [command, { parseArguments }] = await Promise.all([entry.load(), import('./args/parse.ts')]);
      const parsed = await parseArguments(words.slice(index + 1), command);
      if (!parsed.flag('help')) return command.run(parsed, io, COMMANDS);
      const { commandHelp } = await import('./help.ts');
      const help = commandHelp(`countersign ${path.join(' ')}`, command);
      io.result(help, { help });
      return 0;
    }
    ({ commands, summary } = entry);
  }
  const isAsked = words.some((word) => word === '--help' || word === '-h');
  const strange = words.slice(path.length).find((word) => !GROUP_OPTIONS.includes(word));
  if (strange !== undefined && !isAsked) {
    const { unknownOption } = await import('./args/unknown.ts');
    throw unknownOption(strange, [...GROUP_OPTIONS, ...(path.length === 0 ? ['--version'] : [])]);
  }
  const { groupHelp } = await import('./help.ts');
  const group = path.join(' ');
  const help = groupHelp(['countersign', ...path].join(' '), summary, commands, GROUP_EXAMPLES[group] ?? []);
  if (isAsked) io.result(help, { help });
  else if (io.isJson)
    throw new UsageError(`A command is missing. See ${['countersign', ...path].join(' ')} --help.`);
  else io.notes(help);
  return isAsked ? 0 : 2;
}
