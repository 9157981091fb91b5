import { parseArgs } from 'node:util';
import { type Arguments, COMMON_OPTIONS, type Command, type Options, UsageError } from './command.ts';

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
  return {
    positionals,
    flag: (name) => values.has(name),
    lastFlag: (names) => order.findLast((name) => names.includes(name)),
    text: (name) => values.get(name)?.at(-1),
    texts: (name) => values.get(name) ?? [],
    integer(name) {
      const text = values.get(name)?.at(-1);
      return text === undefined ? undefined : wholeNumber(text, `--${name}`);
    },
  };
}

/** A whole number from the command line. @throws UsageError */
export function wholeNumber(text: string, what: string): number {
  const number = Number(text);
  if (/^-?\d{1,16}$/.test(text) && Number.isSafeInteger(number)) return number;
  throw new UsageError(`${what} must be a whole number.`);
}

/** A length of time from the command line: `15m`, `30s`, or a plain number of seconds. */
export function duration(text: string): number | string {
  return /^\d{1,12}$/.test(text) ? Number(text) : text;
}
