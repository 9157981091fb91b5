import { parseArgs } from 'node:util';
import {
  type Arguments,
  COMMON_OPTIONS,
  type Command,
  type Options,
  UsageError,
  type ValuedOption,
} from './command.ts';
import { choiceOf, durationOf, momentOf } from './values.ts';

/**
 * Reads the arguments of a command by its table.
 *
 * @throws UsageError with a suggestion for what was misspelt
 */
export async function parseArguments(args: readonly string[], command: Command): Promise<Arguments> {
  const options: Options = { ...command.options, ...COMMON_OPTIONS };
  const config = Object.fromEntries(
    Object.entries(options).map(([name, { value, short }]) => [
      name,
      {
        type: value === undefined ? ('boolean' as const) : ('string' as const),
        multiple: true,
        ...(short !== undefined && { short }),
      },
    ]),
  );
  // What follows the last option and the word that may be its value are names, whatever comes before: often thousands.
  const end = args.findLastIndex((word) => word.startsWith('-') && word !== '-') + 2;
  const { tokens } = parseArgs({
    args: args.slice(0, end),
    options: config,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const values = new Map<string, string[]>();
  const firstPositionals: string[] = [];
  const order: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') firstPositionals.push(token.value);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (!option)
      throw (await import('./unknown.ts')).unknownOption(
        token.rawName,
        Object.keys(options).map((name) => `--${name}`),
      );
    const given = values.get(token.name) ?? [];
    if (option.value === undefined) {
      if (token.value !== undefined) throw new UsageError(`--${token.name} takes no value.`);
      given.push('');
    } else {
      if (token.value === undefined)
        throw new UsageError(`--${token.name} needs a value: --${token.name} ${option.value}`);
      if (given.length > 0 && !option.many) throw new UsageError(`--${token.name} was given twice.`);
      if (!option.kind.accepts(token.value)) throw wrongValue(token.name, option, token.value);
      given.push(token.value);
    }
    values.set(token.name, given);
    order.push(token.name);
  }
  const positionals = firstPositionals.concat(args.slice(end));
  const isHelp = values.has('help');
  const [min, max] = command.arity ?? [0, 0];
  if (!isHelp && positionals.length < min)
    throw new UsageError(`An argument is missing: ${command.positionals ?? ''}`);
  // It is not named: it may be a secret that belongs into a file.
  if (!isHelp && positionals.length > max)
    throw new UsageError(
      max === 0
        ? 'This command takes no arguments.'
        : `There are too many arguments: ${command.positionals ?? ''}`,
    );
  const last = <Value>(name: string, read: (given: string) => Value): Value | undefined => {
    const given = values.get(name)?.at(-1);
    return given === undefined ? undefined : read(given);
  };
  return {
    positionals,
    flag: (name) => values.has(name),
    lastFlag: (names) => order.findLast((name) => names.includes(name)),
    text: (name) => values.get(name)?.at(-1),
    texts: (name) => values.get(name) ?? [],
    integer: (name) => last(name, Number),
    duration: (name) => last(name, durationOf),
    moment: (name) => last(name, momentOf),
    choice: (name, choices) => last(name, (given) => choiceOf(given, choices)),
    choices: (name, choices) => (values.get(name) ?? []).flatMap((given) => choiceOf(given, choices) ?? []),
  };
}

const MAX_SHOWN = 40;

/** What to say of a value that an option does not take. */
function wrongValue(name: string, { kind, isSecret }: ValuedOption, given: string): UsageError {
  const shown = isSecret ? '' : `, not ${JSON.stringify(given.slice(0, MAX_SHOWN))}`;
  return new UsageError(`--${name} must be ${kind.allowed}${shown}.`);
}
