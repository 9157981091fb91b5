import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  algorithmsAvailable,
  algorithmsGuaranteed,
  compareDigest,
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
import { formatChecksumLine, tagLabel } from '../checksum.ts';
import { digestOf } from '../digest-of.ts';
import { fileError, type Io, readFileArgument } from '../io/io.ts';
import { checkLists } from './hash-check.ts';

const options: Options = {
  algorithm: { help: 'The digest, in any spelling (see --list). Default sha256.', value: 'NAME', short: 'a' },
  list: { help: 'List the digests: those that every runtime has, and those that this one adds.' },
  text: { help: 'Hash this text instead of a file.', value: 'TEXT' },
  verify: {
    help: 'Compare with this digest, in constant time, and print nothing; exit 1 when they differ.',
    value: 'HEX',
  },
  length: { help: 'Bytes of output, for BLAKE2, BLAKE3 and SHAKE.', value: 'BYTES', short: 'l' },
  'key-file': { help: 'The key of a keyed BLAKE2 or BLAKE3, as raw bytes from a file.', value: 'FILE' },
  salt: { help: 'The salt of BLAKE2.', value: 'TEXT' },
  personalization: { help: 'The personalization of BLAKE2 (Python’s person).', value: 'TEXT' },
  context: { help: 'The context of BLAKE3’s key derivation.', value: 'TEXT' },
  recursive: { help: 'Hash the files in folders.', short: 'r' },
  tag: { help: 'Write BSD-style lines, which name the algorithm.' },
  zero: { help: 'End lines in NUL instead of a newline, and escape no names.', short: 'z' },
  check: { help: 'Read lists of digests from the files, and check them.', short: 'c' },
  'ignore-missing': { help: 'With --check: pass over files that are not there.' },
  quiet: { help: 'With --check: print only what does not match.' },
  status: { help: 'With --check: print nothing; the exit code says it all.' },
  strict: { help: 'With --check: fail for lines that are none.' },
  warn: { help: 'With --check: say which lines are none.', short: 'w' },
};

export const hashCommand: Command = {
  summary: 'Digests of files, standard input or text, and checking lists of them',
  positionals: '[FILE…]',
  arity: [0, Number.POSITIVE_INFINITY],
  options,
  notes:
    'Without a file, or for -, standard input is read. Lines are those of sha256sum; --check takes what sha256sum, b2sum, shasum and BSD tools write.',
  examples: [
    "countersign hash --text 'Hash me now!'",
    'countersign hash --algorithm blake2b --tag *.iso > SUMS && countersign hash --check SUMS',
  ],
  async run(args, io) {
    if (args.flag('list')) return list(io);
    const algorithm = args.text('algorithm');
    if (args.flag('check')) return checkLists(args, io, algorithm);
    const parameters = await readParameters(args, io);
    const text = args.text('text');
    if (text !== undefined) {
      if (args.positionals.length > 0) throw new UsageError('--text and files exclude each other.');
      return one(hash(algorithm ?? 'sha256', text, { ...parameters, encoding: 'hex' }), args, io);
    }
    return hashFiles(args, io, algorithm ?? 'sha256', parameters);
  },
};

function list(io: Io): ExitCode {
  const guaranteed = [...algorithmsGuaranteed];
  const added = [...algorithmsAvailable()].filter((name) => !guaranteed.some((known) => known === name));
  io.result(`everywhere:   ${guaranteed.join(' ')}\non this runtime: ${added.join(' ') || 'no others'}`, {
    guaranteed,
    added,
  });
  return 0;
}

async function readParameters(args: Arguments, io: Io): Promise<HashOptions> {
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
    ...(keyFile !== undefined && { key: await readFileArgument(keyFile, io) }),
  };
}

function one(digest: string, args: Arguments, io: Io): ExitCode {
  const expected = args.text('verify')?.toLowerCase();
  if (expected !== undefined) return compareDigest(digest, expected) ? 0 : 1;
  io.result(digest, { digest });
  return 0;
}

async function hashFiles(
  args: Arguments,
  io: Io,
  algorithm: string,
  parameters: HashOptions,
): Promise<ExitCode> {
  const info = resolveAlgorithm(algorithm);
  const label = tagLabel(info.name, parameters.length ?? info.digestSize, info.digestSize);
  const style = { isTagged: args.flag('tag'), isZero: args.flag('zero') };
  const results: { name: string; digest: string }[] = [];
  let exit: ExitCode = 0;
  for await (const name of names(args.positionals, args.flag('recursive'))) {
    const digest = await digestOf(name, algorithm, parameters, io).catch((error: unknown) => {
      io.note(`countersign: ${fileError(name, error).message}`);
      return undefined;
    });
    if (digest === undefined) {
      exit = 3;
      continue;
    }
    if (args.text('verify') !== undefined) {
      if (one(digest, args, io) === 1) exit = 1;
    } else if (io.isJson) results.push({ name, digest });
    else io.write(Buffer.from(formatChecksumLine({ name, digest }, label, style)), { isText: true });
  }
  if (io.isJson && args.text('verify') === undefined) io.result('', { algorithm: info.name, files: results });
  return exit;
}

async function* names(paths: readonly string[], isRecursive: boolean): AsyncGenerator<string> {
  for (const path of paths.length > 0 ? paths : ['-']) {
    const isFolder = path !== '-' && (await stat(path).catch(() => undefined))?.isDirectory();
    if (!isFolder) yield path;
    else if (isRecursive) yield* filesBelow(path);
    else throw new InputOutputError(`${path}: is a directory; --recursive hashes what is in it`);
  }
}

/** Files in the order of their names, so that two lists of one folder are equal. Symbolic links are not followed. */
async function* filesBelow(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw fileError(folder, error);
  });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory()) yield* filesBelow(join(folder, entry.name));
    else if (entry.isFile()) yield join(folder, entry.name);
  }
}
