import type { Command } from '../args/command.ts';
import { optionHelp, optionSyntax } from '../help.ts';
import { version } from '../version.ts';
import { everyCommand } from '../walk.ts';

/** Text for roff: a backslash and a leading dot or quote mean something there. */
const roff = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/gm, '\\&$1');

export const manCommand: Command = {
  summary: 'Print the manual page',
  options: {},
  json: { '': '{ page: string }' },
  examples: ['countersign man | man -l -', 'countersign man > /usr/local/share/man/man1/countersign.1'],
  async run(_args, io, tree) {
    const sections = (await everyCommand(tree)).map(({ path, command, options }) =>
      [
        `.SS "countersign ${path.join(' ')} ${command.positionals ?? ''}"`,
        roff(`${command.summary}.`),
        ...(command.notes === undefined ? [] : ['.PP', roff(command.notes)]),
        ...Object.entries(options).flatMap(([name, option]) => [
          '.TP',
          `.B ${roff(optionSyntax(name, option))}`,
          roff(optionHelp(option)),
        ]),
        ...Object.entries(command.json).flatMap(([form, shape]) => [
          '.TP',
          `.B ${roff(`${form} --json`.trim())}`,
          roff(shape),
        ]),
        '.PP',
        '.nf',
        ...command.examples.map(roff),
        '.fi',
      ].join('\n'),
    );
    const page = [
      `.TH COUNTERSIGN 1 "" "countersign ${version}" "User Commands"`,
      '.SH NAME',
      'countersign \\- digests, MACs, random values, tokens, keys and passwords',
      '.SH SYNOPSIS',
      '.B countersign\n.I COMMAND\n[\\fIOPTIONS\\fR]',
      '.SH COMMANDS',
      ...sections,
      '.SH JSON',
      roff(
        'The option --json prints one object on standard output, of the types that stand with each command. An error is { error: { code: string, message: string } } on standard error. Members may be added, but not taken away or changed.',
      ),
      '.SH EXIT STATUS',
      '.TP\n0\nDone.\n.TP\n1\nSomething did not verify or match.\n.TP\n2\nThe command line was wrong.\n.TP\n3\nSomething could not be read or written.',
    ].join('\n');
    io.result(page, { page });
    return 0;
  },
};
