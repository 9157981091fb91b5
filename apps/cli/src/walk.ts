import { COMMON_OPTIONS, type Command, type Entry, type Options } from './args/command.ts';

/** A command with the words that name it. */
export interface NamedCommand {
  readonly path: readonly string[];
  readonly command: Command;
  readonly options: Options;
}

/** Every command there is, loaded: for completions, the manual and tests. */
export async function everyCommand(
  commands: Readonly<Record<string, Entry>>,
  path: readonly string[] = [],
): Promise<readonly NamedCommand[]> {
  const found: NamedCommand[] = [];
  for (const [name, entry] of Object.entries(commands)) {
    const own = [...path, name];
    if ('load' in entry) {
      const command = await entry.load();
      found.push({ path: own, command, options: { ...command.options, ...COMMON_OPTIONS } });
    } else found.push(...(await everyCommand(entry.commands, own)));
  }
  return found;
}
