import { COMMON_OPTIONS, type Command, type Entry, type Options } from './args/command.ts';

/** What may stand where a word is being typed. */
export interface Completion {
  /** What to write, and what it does. */
  readonly candidates: readonly (readonly [value: string, description: string])[];
  /** Whether names of files may stand there, too. */
  readonly files: boolean;
}

type Commands = Readonly<Record<string, Entry>>;

const NOTHING: Completion = { candidates: [], files: false };
const FILES: Completion = { candidates: [], files: true };

/** @param words those behind `countersign`; the last is being typed, and may be empty */
export async function complete(words: readonly string[], commands: Commands): Promise<Completion> {
  const [first = '', ...rest] = words;
  if (rest.length === 0)
    return starting(first, [
      ...Object.entries(commands).map(([name, { summary }]) => [name, summary] as const),
      ...(commands['completion'] ? ([['help', 'Show the help of a command'], VERSION] as const) : []),
      ['--help', COMMON_OPTIONS['help']?.help ?? ''],
    ]);
  if (first === 'help' && commands['completion']) return complete(rest, commands);
  const entry = Object.hasOwn(commands, first) ? commands[first] : undefined;
  if (!entry) return NOTHING;
  return 'load' in entry ? completeArguments(rest, await entry.load()) : complete(rest, entry.commands);
}

const VERSION = ['--version', 'Print the version'] as const;

/** Those that begin as the word does; options only when it begins as one. */
function starting(word: string, all: Completion['candidates']): Completion {
  const isOption = word.startsWith('-');
  return {
    candidates: all.filter(([value]) => value.startsWith(word) && value.startsWith('-') === isOption),
    files: false,
  };
}

function completeArguments(words: readonly string[], command: Command): Completion {
  const options: Options = { ...command.options, ...COMMON_OPTIONS };
  const before = words.slice(0, -1);
  const word = words.at(-1) ?? '';
  if (before.includes('--')) return completePositional(word, before, options, command);
  const [name, value] = splitOption(word);
  if (value !== undefined) return completeValue(value, options[name], `--${name}=`);
  const asked = valueOption(before.at(-1), options);
  if (asked !== undefined) return completeValue(word, options[asked], '');
  if (!word.startsWith('-')) return completePositional(word, before, options, command);
  const given = new Set(before);
  return starting(
    word,
    Object.entries(options)
      .filter(([option, { many }]) => many || !given.has(`--${option}`))
      .map(([option, { help }]) => [`--${option}`, help] as const),
  );
}

function splitOption(word: string): readonly [name: string, value: string | undefined] {
  const [, name = '', value] = /^--([^=]+)=(.*)$/s.exec(word) ?? [];
  return [name, value];
}

/** The option that a word is, when its value is the next word. */
function valueOption(word: string | undefined, options: Options): string | undefined {
  return Object.entries(options).find(
    ([name, { value, short }]) => value !== undefined && (word === `--${name}` || word === `-${short}`),
  )?.[0];
}

function completeValue(word: string, option: Options[string] | undefined, prefix: string): Completion {
  if (option?.value?.includes('FILE')) return FILES;
  const candidates = (option?.kind?.choices ?? [])
    .filter((choice) => choice.startsWith(word))
    .map((choice) => [`${prefix}${choice}`, ''] as const);
  return { candidates, files: false };
}

function completePositional(
  word: string,
  before: readonly string[],
  options: Options,
  command: Command,
): Completion {
  const isFirst = before.every(
    (given, index) => given.startsWith('-') || valueOption(before[index - 1], options) !== undefined,
  );
  if (command.choices && (isFirst || (command.arity?.[1] ?? 0) > 1))
    return starting(
      word,
      command.choices.map((choice) => [choice, ''] as const),
    );
  return /FILE|LIST|OUTPUT|TOKEN/.test(command.positionals ?? '') ? FILES : NOTHING;
}
