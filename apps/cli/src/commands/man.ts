import { type Commands, defineCommand, everyCommand, type NamedCommand, optionsOf } from '../args/command.ts';
import { optionHelp, optionSyntax } from '../args/help.ts';
import { version } from '../version.ts';

/** Text for roff, in which backslashes, hyphens and leading dots and quotes have a meaning. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('…', '...')
    .replaceAll('’', '\\(cq')
    .replaceAll('–', '\\(en')
    .replaceAll('−', '\\(mi')
    .replace(/^([.'])/gm, '\\&$1');
}

/** Text in quotes, as an argument of a macro. */
function quoted(text: string): string {
  return `"${roff(text).replaceAll('"', '\\(dq')}"`;
}

export const manCommand = defineCommand({
  summary: 'Print the manual page',
  options: {},
  json: { '': '{ page: string }' },
  examples: ['countersign man | man -l -', 'countersign man > /usr/local/share/man/man1/countersign.1'],
  async run(_args, io, tree) {
    const page = await manualPage(tree);
    io.result(page, { page });
    return 0;
  },
});

async function manualPage(tree: Commands): Promise<string> {
  const commands = await everyCommand(tree);
  return [
    `.TH COUNTERSIGN 1 "" "countersign ${version}" "User Commands"`,
    '.SH NAME',
    'countersign \\- digests, MACs, random values, tokens, keys and passwords',
    '.SH SYNOPSIS',
    '.B countersign\n.I COMMAND\n[\\fIOPTIONS\\fR]',
    '.SH COMMANDS',
    ...commands.map(section),
    '.SH JSON',
    roff(
      'With --json, a command prints one object on standard output. Its type is shown with the command. An error is { error: { code: string, message: string, option?: string } } on standard error. Members may be added, but not removed or changed.',
    ),
    '.SH EXIT STATUS',
    '.TP\n0\nDone.\n.TP\n1\nA token, key, password, tag or digest is not valid or does not match.\n.TP\n2\nThe command line is wrong.\n.TP\n3\nSomething cannot be read or written. With hash \\-\\-check this is 1, as in coreutils.',
  ].join('\n');
}

function section({ path, command }: NamedCommand): string {
  return [
    `.SS ${quoted(`countersign ${path.join(' ')} ${command.positionals ?? ''}`.trim())}`,
    roff(`${command.summary}.`),
    ...(command.notes === undefined ? [] : ['.PP', roff(command.notes)]),
    ...Object.entries(optionsOf(command)).flatMap(([name, option]) => [
      '.TP',
      `.B ${quoted(optionSyntax(name, option))}`,
      roff(optionHelp(option)),
    ]),
    ...Object.entries(command.json).flatMap(([form, shape]) => [
      '.TP',
      `.B ${quoted(`${form} --json`.trim())}`,
      roff(shape),
    ]),
    '.PP',
    '.nf',
    ...command.examples.map(roff),
    '.fi',
  ].join('\n');
}
