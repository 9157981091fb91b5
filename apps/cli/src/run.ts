import type { Commands, Group } from './args/command.ts';
import { parseArguments } from './args/parse.ts';
import { COMMANDS, ROOT } from './commands/tree.ts';
import type { ExitCode } from './errors.ts';
import type { Io } from './io/io.ts';

/** The options of `countersign` and of a group. */
const GROUP_OPTIONS: readonly string[] = ['--help', '--json', '--no-color'];
const VERSION_OPTIONS: readonly string[] = ['--version', '-V', '-v'];

/** Finds the command that the first words name, and runs it. */
export async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  if (args[0] === '__complete') return complete(args.slice(2), COMMANDS, io);
  const words = commandWords(args);
  const path: string[] = [];
  let group: Group = ROOT;
  for (const [index, word] of words.entries()) {
    if (word.startsWith('-')) break;
    const entry = Object.hasOwn(group.commands, word) ? group.commands[word] : undefined;
    if (!entry) {
      const { unknownCommand } = await import('./args/suggest.ts');
      throw unknownCommand(word, path, group.commands);
    }
    path.push(word);
    if (typeof entry === 'function') return runCommand(path, entry, words.slice(index + 1), io);
    group = entry;
  }
  return showGroup(path, group, words.slice(path.length), io);
}

/** `countersign help jwt` means `countersign jwt --help`, and `countersign -v` means `countersign version`. */
function commandWords(args: readonly string[]): readonly string[] {
  const [first = '', ...rest] = args;
  if (first === 'help') return [...rest, '--help'];
  return VERSION_OPTIONS.includes(first) ? ['version', ...rest] : args;
}

async function runCommand(
  path: readonly string[],
  load: Exclude<Commands[string], Group>,
  args: readonly string[],
  io: Io,
): Promise<ExitCode> {
  const command = await load();
  const parsed = await parseArguments(args, command);
  if (!parsed.isHelp) return command.execute(parsed, io, COMMANDS);
  const { commandHelp } = await import('./args/help.ts');
  const help = commandHelp(`countersign ${path.join(' ')}`, command, await helpWidth());
  io.result(help, { help });
  return 0;
}

async function helpWidth(): Promise<number> {
  const { columnsOf } = await import('./io/terminal.ts');
  return columnsOf('stdout');
}

async function showGroup(
  path: readonly string[],
  group: Group,
  options: readonly string[],
  io: Io,
): Promise<ExitCode> {
  const isAsked = options.some((word) => word === '--help' || word === '-h');
  const strange = options.find((word) => !GROUP_OPTIONS.includes(word));
  if (strange !== undefined && !isAsked) {
    const { unknownOption } = await import('./args/suggest.ts');
    throw unknownOption(strange, [...GROUP_OPTIONS, ...(path.length === 0 ? ['--version'] : [])]);
  }
  const name = ['countersign', ...path].join(' ');
  if (!isAsked && io.isJson) {
    const { UsageError } = await import('./errors.ts');
    throw new UsageError(`The command is missing. See ${name} --help.`);
  }
  const { groupHelp } = await import('./args/help.ts');
  const help = await groupHelp(name, group, await helpWidth());
  if (isAsked) io.result(help, { help });
  else io.notes(help);
  return isAsked ? 0 : 2;
}

/** The hidden command behind completions. */
async function complete(words: readonly string[], commands: Commands, io: Io): Promise<ExitCode> {
  const completion = await (await import('./args/complete.ts')).complete(words, commands);
  const lines = completion.candidates.map(([value, description]) => `${value}\t${description}\n`);
  io.write(`${lines.join('')}${completion.files ? ':files\n' : ''}`);
  return 0;
}
