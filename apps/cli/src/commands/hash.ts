import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  algorithmsAvailable,
  algorithmsGuaranteed,
  compareDigest,
  createHash,
  type HashOptions,
  hash,
  resolveAlgorithm,
} from '@countersign/core';
import {
  type Arguments,
  type Command,
  type ExitCode,
  InputOutputError,
  type Options,
  UsageError,
} from '../args/command.ts';
import { anyText, digestName, fileName, hexDigits, wholeNumber } from '../args/kinds.ts';
import { formatChecksumLine, tagLabel } from '../checksum.ts';
import { digestAll } from '../digest/digests.ts';
import type { Job } from '../digest/job.ts';
import { fileError, readFileArgument } from '../io/files.ts';
import type { Io } from '../io/io.ts';

const options: Options = {
  algorithm: {
    help: 'The digest, in any spelling (see --list). Default sha256.',
    value: 'NAME',
    kind: digestName([...algorithmsGuaranteed]),
    short: 'a',
  },
  list: { help: 'List the digests: those that every runtime has, and those that this one adds.' },
  text: { help: 'Hash this text instead of a file.', value: 'TEXT', kind: anyText },
  verify: {
    help: 'Compare with this digest, in constant time, and print nothing; exit 1 when they differ.',
    value: 'HEX',
    kind: hexDigits,
  },
  length: {
    help: 'Bytes of output, for BLAKE2, BLAKE3 and SHAKE.',
    value: 'BYTES',
    kind: wholeNumber(),
    short: 'l',
  },
  'key-file': {
    help: 'The key of a keyed BLAKE2 or BLAKE3, as raw bytes from a file.',
    value: 'FILE',
    kind: fileName,
  },
  salt: { help: 'The salt of BLAKE2.', value: 'TEXT', kind: anyText },
  personalization: { help: 'The personalization of BLAKE2 (Python’s person).', value: 'TEXT', kind: anyText },
  context: { help: 'The context of BLAKE3’s key derivation.', value: 'TEXT', kind: anyText },
  recursive: { help: 'Hash the files in folders.', short: 'r' },
  tag: { help: 'Write BSD-style lines, which name the algorithm.' },
  zero: { help: 'End lines in NUL instead of a newline, and escape no names.', short: 'z' },
  check: { help: 'Read lists of digests from the files, and check them.', short: 'c' },
  'ignore-missing': { help: 'With --check: pass over files that are not there.' },
  quiet: { help: 'With --check: print only what does not match.', short: 'q' },
  status: { help: 'With --check: print nothing; the exit code says it all.' },
  strict: { help: 'With --check: fail for lines that are none.' },
  warn: { help: 'With --check: say which lines are none.', short: 'w' },
};

/** Options that only --check has a use for, and those that it has none for. */
const ONLY_WITH_CHECK = ['ignore-missing', 'quiet', 'status', 'strict', 'warn'];
const NOT_WITH_CHECK = [
  'text',
  'verify',
  'length',
  'key-file',
  'salt',
  'personalization',
  'context',
  'recursive',
  'tag',
];

export const hashCommand: Command = {
  summary: 'Digests of files, standard input or text, and checking lists of them',
  positionals: '[FILE…]',
  arity: [0, Number.POSITIVE_INFINITY],
  options,
  notes:
    'Without a file, or for -, standard input is read. Lines are those of sha256sum; --check takes what sha256sum, b2sum, shasum, OpenSSL and BSD tools write, finds the digest by the tag or the length, and has the exit codes of coreutils.',
  json: {
    'FILE…':
      '{ algorithm: string, files: { name: string, digest: string }[], errors: { name: string, message: string }[] }',
    '--text TEXT': '{ algorithm: string, digest: string }',
    '--verify HEX': '{ matched: boolean, errors: { name: string, message: string }[] }',
    '--check FILE…':
      "{ matched: boolean, malformed: number, files: { list: string, name: string, algorithm: string, outcome: 'ok' | 'mismatch' | 'unreadable', message?: string }[], errors: { list: string, message: string }[] }",
    '--list': '{ guaranteed: string[], added: string[] }',
  },
  examples: [
    "countersign hash --text 'Hash me now!'",
    'countersign hash --algorithm blake2b --tag *.iso > SUMS && countersign hash --check SUMS',
  ],
  async run(args, io) {
    if (args.flag('list')) return list(args, io);
    const isCheck = args.flag('check');
    for (const name of isCheck ? NOT_WITH_CHECK : ONLY_WITH_CHECK)
      if (args.flag(name))
        throw new UsageError(
          isCheck ? `--${name} has no meaning with --check.` : `--${name} has a meaning only with --check.`,
        );
    if (isCheck) return (await import('./hash-check.ts')).checkLists(args, io);
    const algorithm = args.text('algorithm') ?? 'sha256';
    const parameters = readParameters(args, io);
    const text = args.text('text');
    if (text === undefined) return hashFiles(args, io, algorithm, parameters);
    if (args.positionals.length > 0) throw new UsageError('--text and files exclude each other.');
    const digest = hash(algorithm, text, { ...parameters, encoding: 'hex' });
    const expected = readExpected(args, digest.length);
    if (expected === undefined) {
      io.result(digest, { algorithm: resolveAlgorithm(algorithm).name, digest });
      return 0;
    }
    const isMatched = compareDigest(digest, expected);
    if (io.isJson) io.result('', { matched: isMatched, errors: [] });
    return isMatched ? 0 : 1;
  },
};

function list(args: Arguments, io: Io): ExitCode {
  if (args.positionals.length > 0) throw new UsageError('--list takes no file.');
  const guaranteed = [...algorithmsGuaranteed];
  const added = [...algorithmsAvailable()].filter((name) => !guaranteed.some((known) => known === name));
  io.result(`everywhere:      ${guaranteed.join(' ')}\non this runtime: ${added.join(' ') || 'no others'}`, {
    guaranteed,
    added,
  });
  return 0;
}

function readParameters(args: Arguments, io: Io): HashOptions {
  const keyFile = args.text('key-file');
  const [length, salt, personalization, context] = [
    args.integer('length'),
    args.text('salt'),
    args.text('personalization'),
    args.text('context'),
  ];
  return {
    ...(length !== undefined && { length }),
    ...(salt !== undefined && { salt }),
    ...(personalization !== undefined && { personalization }),
    ...(context !== undefined && { context }),
    ...(keyFile !== undefined && { key: readFileArgument(keyFile, io) }),
  };
}

/** The digest of --verify, of so many hexadecimal digits. @throws UsageError */
function readExpected(args: Arguments, length: number): string | undefined {
  const expected = args.text('verify')?.toLowerCase();
  if (expected === undefined || (expected.length === length && /^[0-9a-f]*$/.test(expected))) return expected;
  throw new UsageError(`--verify must be a digest of ${length} hexadecimal digits.`);
}

async function hashFiles(
  args: Arguments,
  io: Io,
  algorithm: string,
  parameters: HashOptions,
): Promise<ExitCode> {
  const { name: canonical, digestSize: fullSize } = resolveAlgorithm(algorithm);
  // Once for all files: what is wrong with the parameters is wrong with each.
  const { digestSize } = createHash(algorithm, parameters);
  const expected = readExpected(args, digestSize * 2);
  const label = tagLabel(canonical, digestSize, fullSize);
  const style = { isTagged: args.flag('tag'), isZero: args.flag('zero') };
  const results: { readonly name: string; readonly digest: string }[] = [];
  const errors: { readonly name: string; readonly message: string }[] = [];
  let exit: ExitCode = 0;
  let isMatched = true;
  const unreadable: Unreadable = (name, error) => {
    if (!(error instanceof InputOutputError)) throw error;
    const hint = error.reason === 'EISDIR' ? '; --recursive hashes what is in it' : '';
    const message = `${error.message}${hint}`;
    if (io.isJson) errors.push({ name, message });
    else io.note(`countersign: ${message}`);
    exit = 3;
  };
  const names = args.positionals.length > 0 ? args.positionals : ['-'];
  const jobs = jobsOf(names, args.flag('recursive'), { algorithm, parameters }, unreadable);
  await digestAll(jobs, io, ({ job: { name }, outcome }) => {
    if ('error' in outcome) unreadable(name, outcome.error);
    else if (expected !== undefined) isMatched &&= compareDigest(outcome.digest, expected);
    else if (io.isJson) results.push({ name, digest: outcome.digest });
    else io.write(formatChecksumLine({ name, digest: outcome.digest }, label, style));
  });
  if (expected !== undefined) {
    const isVerified = isMatched && exit === 0;
    if (io.isJson) io.result('', { matched: isVerified, errors });
    return exit !== 0 || isVerified ? exit : 1;
  }
  if (io.isJson) io.result('', { algorithm: canonical, files: results, errors });
  return exit;
}

type Unreadable = (name: string, error: unknown) => void;

function* jobsOf(
  paths: readonly string[],
  isRecursive: boolean,
  what: Pick<Job, 'algorithm' | 'parameters'>,
  unreadable: Unreadable,
): Generator<Job> {
  for (const path of paths) {
    const names = isRecursive && isFolder(path) ? filesBelow(path, unreadable) : [path];
    for (const name of names) yield { ...what, name };
  }
}

function isFolder(path: string): boolean {
  try {
    return path !== '-' && statSync(path).isDirectory();
  } catch {
    return false; // what is wrong with it is told when it is read
  }
}

/** Files in the order of their names, so that two lists of one folder are equal. Symbolic links are not followed. */
function* filesBelow(folder: string, unreadable: Unreadable): Generator<string> {
  for (const entry of entriesOf(folder, unreadable)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path, unreadable);
    else if (entry.isFile()) yield path;
  }
}

function entriesOf(folder: string, unreadable: Unreadable) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    unreadable(folder, fileError(folder, error));
    return [];
  }
}
