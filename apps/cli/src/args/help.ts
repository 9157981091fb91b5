import { type Command, type Group, optionsOf } from './command.ts';
import { longName, type Option } from './option.ts';

type Row = readonly [left: string, right: string];

const MAX_LEFT = 28;

/** Two columns, with the second wrapped. */
function columns(rows: readonly Row[], width: number): string {
  const left = Math.min(MAX_LEFT, Math.max(...rows.map(([first]) => first.length)) + 2);
  const indentation = ' '.repeat(left + 2);
  return rows
    .map(([first, second]) => {
      const isLong = first.length + 2 > left;
      const head = isLong
        ? `${indented(wrap(first, width - 2), '  ')}\n${indentation}`
        : `  ${first.padEnd(left)}`;
      return head + wrap(second, width - left - 2).join(`\n${indentation}`);
    })
    .join('\n');
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

function indented(lines: readonly string[], indentation: string): string {
  return lines.map((line) => indentation + line).join('\n');
}

/** The description of an option with its accepted values. */
export function optionHelp(option: Option): string {
  return 'kind' in option && option.kind.isShown
    ? `${option.help} ${capitalized(option.kind.allowed)}.`
    : option.help;
}

function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

/** The syntax of an option: `-a, --algorithm NAME`. */
export function optionSyntax(name: string, option: Option): string {
  const short = option.short === undefined ? '' : `-${option.short}, `;
  if (option.arity === 'flag') return `${short}${longName(name)}`;
  const value = option.arity === 'optional' ? `[=${option.value}]` : ` ${option.value}`;
  return `${short}${longName(name)}${value}`;
}

/** Rows of options. Those with a shared description become one row. */
function optionRows(options: readonly (readonly [string, Option])[]): readonly Row[] {
  const rows = new Map<string, { syntax: string[]; help: string }>();
  for (const [name, option] of options) {
    const key = option.shared ?? name;
    const row = rows.get(key) ?? { syntax: [], help: option.shared ?? optionHelp(option) };
    row.syntax.push(optionSyntax(name, option));
    rows.set(key, row);
  }
  return [...rows.values()].map(({ syntax, help }) => [syntax.join(' | '), help]);
}

function optionGroups(command: Command, width: number): readonly string[] {
  const shown = Object.entries(optionsOf(command)).filter(([, { isHidden }]) => !isHidden);
  const groups = Map.groupBy(shown, ([, { group = 'Options' }]) => group);
  return [...groups].map(([heading, options]) => `\n${heading}:\n${columns(optionRows(options), width)}`);
}

function examples(lines: readonly string[]): string {
  return `\nExamples:\n${indented(lines, '  ')}`;
}

/** A long command line continues on the next line. */
function exampleLines(lines: readonly string[], width: number): readonly string[] {
  return lines.flatMap((line) => {
    const parts = wrap(line, width - 6);
    return parts.map(
      (part, index) => `${index > 0 ? '  ' : ''}${part}${index < parts.length - 1 ? ' \\' : ''}`,
    );
  });
}

/** The help of a command. */
export function commandHelp(path: string, command: Command, width: number): string {
  const usage = [path, command.positionals, '[OPTIONS]'].filter((part) => part !== undefined).join(' ');
  return [
    `${command.summary}.`,
    `\nUsage: ${usage}`,
    ...(command.notes === undefined ? [] : [`\n${wrap(command.notes, width).join('\n')}`]),
    ...optionGroups(command, width),
    examples(exampleLines(command.examples, width)),
  ].join('\n');
}

/** The help of a group of commands. It loads them, because each has its own summary. */
export async function groupHelp(path: string, group: Group, width: number): Promise<string> {
  const rows = await Promise.all(
    Object.entries(group.commands).map(async ([name, entry]): Promise<Row> => {
      const { summary } = typeof entry === 'function' ? await entry() : entry;
      return [name, `${summary}.`];
    }),
  );
  return [
    `${group.summary}.`,
    `\nUsage: ${path} COMMAND [OPTIONS]`,
    `\nCommands:\n${columns(rows, width)}`,
    examples(exampleLines(group.examples, width)),
    `\nMore: ${path} COMMAND --help`,
    '\nExit codes: 0 done; 1 not valid or no match; 2 wrong command line;',
    '3 not readable or writable.',
  ].join('\n');
}
