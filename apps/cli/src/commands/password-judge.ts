import { closeSync } from 'node:fs';
import { checkPassword, estimateStrength, nistPolicy } from '@countersign/password';
import { blocklistFile, buildBlocklist } from '@countersign/password/node';
import { type Command, InputOutputError } from '../args/command.ts';
import { fileName, nonEmptyText } from '../args/kinds.ts';
import { checkNewFile, openFile, pieces, writeNewFile } from '../io/files.ts';
import type { Io } from '../io/io.ts';
import { requirePassword, secretOptions } from '../io/secret.ts';

const passwordOptions = secretOptions('password', 'the password');

export const strengthCommand: Command = {
  summary: 'Estimate how hard a password is to guess',
  options: {
    ...passwordOptions,
    input: {
      help: 'A word that an attacker would try first, such as a name. Several times.',
      value: 'TEXT',
      kind: nonEmptyText,
      many: true,
    },
  },
  json: {
    '': '{ score: 0 | 1 | 2 | 3 | 4, guessesLog10: number, warning?: string, warningCode?: string, suggestions: string[], suggestionCodes: string[] }',
  },
  examples: [
    'countersign password strength',
    'countersign password strength --password-file secret --input alice --json',
  ],
  async run(args, io) {
    const strength = await estimateStrength(await requirePassword(args, io), {
      inputs: args.texts('input'),
    });
    const lines = [
      `score ${strength.score} of 4, about 10^${strength.guessesLog10.toFixed(1)} guesses`,
      strength.warning,
      ...strength.suggestions,
    ];
    io.result(lines.filter((line) => line !== undefined).join('\n'), strength);
    return 0;
  },
};

export const checkCommand: Command = {
  summary: 'Check a password against NIST SP 800-63B-4',
  options: {
    ...passwordOptions,
    mfa: { help: 'It is one of two factors: 8 characters are enough, instead of 15.' },
    context: {
      help: 'A value that is expected here, such as the user’s name. Several times.',
      value: 'TEXT',
      kind: nonEmptyText,
      many: true,
    },
    blocklist: {
      help: 'Forbidden passwords: one a line, or a file that password blocklist build made.',
      value: 'FILE',
      kind: fileName,
    },
  },
  json: {
    '': '{ acceptable: boolean, violations: { code: string, message: string, details: { [name: string]: number | string } }[] }',
  },
  examples: [
    'countersign password check',
    'countersign password check --mfa --context alice@example.com --password-file secret',
  ],
  notes: 'The exit code is 1 when the password is not acceptable.',
  async run(args, io) {
    const password = await requirePassword(args, io);
    const blocklist = args.text('blocklist');
    const breach = blocklist === undefined ? {} : { breach: { source: blocklistFile(blocklist) } };
    const violations = await checkPassword(
      password,
      nistPolicy({ mfa: args.flag('mfa'), context: args.texts('context'), ...breach }),
    );
    io.result(violations.map(({ message }) => message).join('\n') || 'The password is acceptable.', {
      acceptable: violations.length === 0,
      violations,
    });
    return violations.length === 0 ? 0 : 1;
  },
};

export const blocklistBuildCommand: Command = {
  summary: 'Build a sorted blocklist from a list of passwords',
  positionals: 'LIST OUTPUT',
  arity: [2, 2],
  options: { force: { help: 'Overwrite a file that is there.' } },
  json: { '': '{ output: string, bytes: number }' },
  examples: [
    'countersign password blocklist build common-passwords.txt common.blocklist',
    'sort -u lists/* | countersign password blocklist build - breached.blocklist',
  ],
  notes: 'The list has one password a line. The blocklist has their SHA-1 digests, sorted, one a line.',
  async run(args, io) {
    const [list = '-', output = ''] = args.positionals;
    const force = args.flag('force');
    checkNewFile(output, { force });
    const chunks: Buffer[] = [];
    for await (const lines of buildBlocklist(linesOf(list, io))) chunks.push(Buffer.from(lines));
    const blocklist = Buffer.concat(chunks);
    writeNewFile(output, blocklist, { force, isPrivate: false });
    io.result(`${output}: ${blocklist.length} bytes`, { output, bytes: blocklist.length });
    return 0;
  },
};

/** The lines of a file of any size. */
function* linesOf(path: string, io: Io): Generator<string> {
  const descriptor = path === '-' ? io.openInput() : openFile(path);
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (const piece of pieces(descriptor, path)) {
      const lines = `${rest}${decoder.decode(piece, { stream: true })}`.split(/\r?\n/);
      rest = lines.pop() ?? '';
      if (rest.length > MAX_LINE_LENGTH) throw new InputOutputError(`${path}: a line is too long.`);
      yield* lines;
    }
    if (rest !== '') yield rest;
  } finally {
    if (path !== '-') closeSync(descriptor);
  }
}

const MAX_LINE_LENGTH = 65_536;
