import { COMMON_OPTIONS, type Command, type Entry, type Option } from './args/command.ts';

/** The lines of two columns, the second wrapped. */
function columns(rows: readonly (readonly [string, string])[], width = 100): string {
  const left = Math.min(30, Math.max(...rows.map(([first]) => first.length)) + 2);
  return rows
    .map(([first, second]) => {
      const lines = wrap(second, width - left - 2);
      const head =
        first.length + 2 > left ? `  ${first}\n${' '.repeat(left + 2)}` : `  ${first.padEnd(left)}`;
      return head + lines.join(`\n${' '.repeat(left + 2)}`);
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

/** What the help says of an option. */
export function optionHelp(option: Option): string {
  const { help, kind } = option;
  return kind?.isTold ? `${help} Takes ${kind.allowed}.` : help;
}

/** How an option is written: `-a, --algorithm NAME`. */
export function optionSyntax(name: string, { short, value }: Option): string {
  return `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
}

function shapes(json: Command['json']): string {
  const rows = Object.entries(json);
  return rows.length === 1 && json[''] !== undefined
    ? wrap(json[''], 98)
        .map((line) => `  ${line}`)
        .join('\n')
    : columns(rows.map(([form, shape]) => [form, shape]));
}

/** The help of one command. */
export function commandHelp(path: string, command: Command): string {
  const usage = [path, command.positionals, '[OPTIONS]'].filter((part) => part !== undefined).join(' ');
  const options = Object.entries({ ...command.options, ...COMMON_OPTIONS });
  return [
    `${command.summary}.`,
    `\nUsage:\n  ${usage}`,
    command.notes === undefined ? '' : `\n${wrap(command.notes, 100).join('\n')}`,
    `\nOptions:\n${columns(options.map(([name, option]) => [optionSyntax(name, option), optionHelp(option)]))}`,
    `\nWith --json:\n${shapes(command.json)}`,
    `\nExamples:\n${command.examples.map((example) => `  ${example}`).join('\n')}`,
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** The help of a group of commands. */
export function groupHelp(
  path: string,
  summary: string,
  commands: Readonly<Record<string, Entry>>,
  examples: readonly string[],
): string {
  return [
    `${summary}.`,
    `\nUsage:\n  ${path} COMMAND [OPTIONS]`,
    `\nCommands:\n${columns(Object.entries(commands).map(([name, entry]) => [name, `${entry.summary}.`]))}`,
    `\nExamples:\n${examples.map((example) => `  ${example}`).join('\n')}`,
    `\nMore: ${path} COMMAND --help`,
    '\nExit codes: 0 done, 1 not verified or not equal, 2 wrong command line, 3 not readable or writable.',
  ].join('\n');
}
