import { UsageError } from '../errors.ts';
import { type Command, optionsOf, type Parsed } from './command.ts';
import { longName, type Option, type Options, type ValuedOption } from './option.ts';

/** The names of the table by what is written on the command line. */
function namesByWord(options: Options): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [name, { short, aliases = [] }] of Object.entries(options)) {
    for (const alias of [name, ...aliases]) names.set(longName(alias), name);
    if (short !== undefined) names.set(`-${short}`, name);
  }
  return names;
}

interface Reading {
  readonly options: Options;
  readonly names: ReadonlyMap<string, string>;
  readonly values: Map<string, unknown[]>;
  readonly given: string[];
  readonly positionals: string[];
}

/**
 * Reads the arguments of a command by its table.
 *
 * @throws UsageError with a suggestion for a misspelt option
 */
export async function parseArguments(args: readonly string[], command: Command): Promise<Parsed> {
  const options = optionsOf(command);
  const reading: Reading = {
    options,
    names: namesByWord(options),
    values: new Map(),
    given: [],
    positionals: [],
  };
  for (let index = 0; index < args.length; index++) {
    const word = args[index] ?? '';
    if (word === '--') {
      reading.positionals.push(...args.slice(index + 1));
      break;
    }
    if (word.startsWith('--')) index += await readLong(word, args[index + 1], reading);
    else if (word.startsWith('-') && word !== '-') index += await readShort(word, args[index + 1], reading);
    else reading.positionals.push(word);
  }
  const isHelp = reading.values.has('help');
  if (!isHelp) checkPositionals(reading.positionals, command);
  return {
    isHelp,
    positionals: reading.positionals,
    given: reading.given,
    values: Object.fromEntries(
      Object.entries(command.options).map(([name, option]) => [
        name,
        collected(option, reading.values.get(name)),
      ]),
    ),
  };
}

function collected({ arity }: Option, values: readonly unknown[] = []): unknown {
  if (arity === 'flag') return values.length > 0;
  return arity === 'repeated' ? values : values.at(-1);
}

/** Reads `--name`, `--name=value` or `--name value`. Returns how many words after the first it used. */
async function readLong(word: string, next: string | undefined, reading: Reading): Promise<number> {
  const equals = word.indexOf('=');
  const written = equals === -1 ? word : word.slice(0, equals);
  return readOption(written, equals === -1 ? undefined : word.slice(equals + 1), next, reading);
}

/** Reads `-n`, `-nVALUE`, `-n VALUE` or several flags such as `-rz`. */
async function readShort(word: string, next: string | undefined, reading: Reading): Promise<number> {
  for (let index = 1; index < word.length; index++) {
    const written = `-${word[index]}`;
    const name = reading.names.get(written);
    const isFlag = name !== undefined && reading.options[name]?.arity === 'flag';
    const rest = word.slice(index + 1);
    if (!isFlag) return readOption(written, rest === '' ? undefined : rest, next, reading);
    await readOption(written, undefined, undefined, reading);
  }
  return 0;
}

async function readOption(
  written: string,
  inline: string | undefined,
  next: string | undefined,
  reading: Reading,
): Promise<0 | 1> {
  const name = reading.names.get(written);
  const option = name === undefined ? undefined : reading.options[name];
  if (name === undefined || option === undefined) {
    const { unknownOption } = await import('./suggest.ts');
    throw unknownOption(written, [...reading.names.keys()]);
  }
  const values = reading.values.get(name) ?? [];
  reading.values.set(name, values);
  reading.given.push(name);
  const shown = longName(name);
  if (option.arity === 'flag') {
    if (inline !== undefined) throw new UsageError(`${shown} takes no value.`);
    values.push(true);
    return 0;
  }
  if (values.length > 0 && option.arity !== 'repeated') throw new UsageError(`${shown} was given twice.`);
  if (option.arity === 'optional' && inline === undefined) {
    const value = next === undefined ? undefined : option.kind.read(next);
    values.push(value ?? true);
    return value === undefined ? 0 : 1;
  }
  const text = inline ?? next;
  if (text === undefined) throw new UsageError(`${shown} needs a value: ${shown} ${option.value}`);
  const value = option.kind.read(text);
  if (value === undefined) throw await wrongValue(shown, option, text);
  values.push(value);
  return inline === undefined ? 1 : 0;
}

const MAX_SHOWN = 40;

async function wrongValue(
  shown: string,
  { kind, isSecret }: ValuedOption,
  given: string,
): Promise<UsageError> {
  const wrong = isSecret ? '' : `, not ${JSON.stringify(given.slice(0, MAX_SHOWN))}`;
  const { didYouMean, suggestion } = await import('./suggest.ts');
  const help = didYouMean(suggestion(given.slice(0, MAX_SHOWN), kind.choices ?? []));
  return new UsageError(`${shown} must be ${kind.allowed}${wrong}. ${help}`.trim());
}

function checkPositionals(positionals: readonly string[], command: Command): void {
  const [min, max] = command.arity ?? [0, 0];
  const expected = command.positionals ?? '';
  if (positionals.length < min) throw new UsageError(`An argument is missing: ${expected}`);
  if (positionals.length <= max) return;
  const usage = max === 0 ? 'This command takes no arguments.' : `This command takes only ${expected}.`;
  throw new UsageError(`${surplus(positionals, max, command)} is unexpected. ${usage}`);
}

/** Where no argument is expected and secrets are options, the surplus argument may be a secret. */
function surplus(positionals: readonly string[], max: number, { options }: Command): string {
  const takesSecret = Object.values(options).some((option) => 'isSecret' in option && option.isSecret);
  if (max === 0 && takesSecret) return `Argument ${max + 1}`;
  return `The argument ${JSON.stringify(positionals[max]?.slice(0, MAX_SHOWN))}`;
}
