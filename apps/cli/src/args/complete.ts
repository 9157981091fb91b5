import { COMMON_OPTIONS, type Command, type Commands, optionsOf } from './command.ts';
import { longName, type Option } from './option.ts';

/** A replacement for the word that is being typed. */
export interface Completion {
  readonly candidates: readonly (readonly [value: string, description: string])[];
  /** Whether file names can appear too. */
  readonly files: boolean;
}

const NOTHING: Completion = { candidates: [], files: false };
const FILES: Completion = { candidates: [], files: true };
const ROOT_WORDS = [
  ['help', 'Show the help of a command'],
  ['--version', 'Print the version'],
] as const;

/** @param words the words after `countersign`. The last one is incomplete and may be empty. */
export async function complete(
  words: readonly string[],
  commands: Commands,
  isRoot = true,
): Promise<Completion> {
  const [first = '', ...rest] = words;
  if (rest.length === 0) {
    const named = await Promise.all(
      Object.entries(commands)
        .filter(([name]) => name.startsWith(first))
        .map(async ([name, entry]) => {
          const { summary } = typeof entry === 'function' ? await entry() : entry;
          return [name, summary] as const;
        }),
    );
    return starting(first, [...named, ...(isRoot ? ROOT_WORDS : []), ['--help', COMMON_OPTIONS.help.help]]);
  }
  if (first === 'help' && isRoot) return complete(rest, commands, false);
  const entry = Object.hasOwn(commands, first) ? commands[first] : undefined;
  if (!entry) return NOTHING;
  if (typeof entry === 'function') return completeArguments(rest, await entry());
  return complete(rest, entry.commands, false);
}

/** The candidates that start with the word. Options appear only after a dash. */
function starting(word: string, all: Completion['candidates']): Completion {
  const isOption = word.startsWith('-');
  return {
    candidates: all.filter(([value]) => value.startsWith(word) && value.startsWith('-') === isOption),
    files: false,
  };
}

/** The options by their long names. */
type Known = ReadonlyMap<string, Option>;

function completeArguments(words: readonly string[], command: Command): Completion {
  const options: Known = new Map(
    Object.entries(optionsOf(command)).map(([name, option]) => [longName(name), option]),
  );
  const before = words.slice(0, -1);
  const word = words.at(-1) ?? '';
  if (before.includes('--')) return completePositional(word, before, options, command);
  const [, name = '', value] = /^(--[^=]+)=(.*)$/s.exec(word) ?? [];
  if (value !== undefined) return completeValue(value, optionOf(name, options), `${name}=`);
  const requested = valuedOption(before.at(-1), options);
  if (requested) return completeValue(word, requested, '');
  if (!word.startsWith('-')) return completePositional(word, before, options, command);
  const given = new Set(before);
  return starting(
    word,
    [...options]
      .filter(([option, { arity }]) => arity === 'repeated' || !given.has(option))
      .map(([option, { help }]) => [option, help] as const),
  );
}

function optionOf(word: string | undefined, options: Known): Option | undefined {
  return [...options].find(
    ([name, { short, aliases = [] }]) =>
      word === name || word === `-${short}` || aliases.some((alias) => word === longName(alias)),
  )?.[1];
}

/** The option whose value is the next word. */
function valuedOption(word: string | undefined, options: Known): Option | undefined {
  const option = optionOf(word, options);
  return option?.arity === 'single' || option?.arity === 'repeated' ? option : undefined;
}

function completeValue(word: string, option: Option | undefined, prefix: string): Completion {
  if (!option || !('kind' in option)) return NOTHING;
  if (option.value.includes('FILE')) return FILES;
  const candidates = (option.kind.choices ?? [])
    .filter((choice) => choice.startsWith(word))
    .map((choice) => [`${prefix}${choice}`, ''] as const);
  return { candidates, files: false };
}

function completePositional(
  word: string,
  before: readonly string[],
  options: Known,
  command: Command,
): Completion {
  const isFirst = before.every(
    (given, index) => given.startsWith('-') || valuedOption(before[index - 1], options) !== undefined,
  );
  if (command.choices && (isFirst || (command.arity?.[1] ?? 0) > 1))
    return starting(
      word,
      command.choices.map((choice) => [choice, ''] as const),
    );
  return /FILE|LIST|OUTPUT|TOKEN/.test(command.positionals ?? '') ? FILES : NOTHING;
}
