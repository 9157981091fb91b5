import {
  algorithmsAvailable,
  algorithmsGuaranteed,
  compareDigest,
  createHash,
  type HashOptions,
  resolveAlgorithm,
} from '@countersign/core';
import { type Arguments, defineCommand } from '../args/command.ts';
import { defined } from '../args/defined.ts';
import { encode, encodingOption, type OutputEncoding } from '../args/encoding.ts';
import { flag, longName, single } from '../args/option.ts';
import { printBytes } from '../args/result-bytes.ts';
import { anyText, digestName, fileName, integer, nonEmptyText } from '../args/values.ts';
import type { CheckMode } from '../digest/check-lists.ts';
import { formatChecksumLine, tagLabel } from '../digest/checksum-line.ts';
import { digestAll } from '../digest/digests.ts';
import { findFiles } from '../digest/find-files.ts';
import { type ExitCode, InputOutputError, UsageError, VerificationError } from '../errors.ts';
import { readFileArgument } from '../io/files.ts';
import type { Io } from '../io/io.ts';

const CHECK = 'Checking (with --check)';
const DIGEST = 'Digest';

const options = {
  algorithm: single(digestName([...algorithmsGuaranteed]), {
    help: 'The digest, in any spelling. Default sha256.',
    value: 'NAME',
    short: 'a',
    aliases: ['alg'],
    group: DIGEST,
  }),
  list: flag({ help: 'List the digests of every runtime and of this one.', group: DIGEST }),
  length: single(integer(), {
    help: 'Output bytes of BLAKE2, BLAKE3 and SHAKE.',
    value: 'BYTES',
    short: 'l',
    group: DIGEST,
  }),
  keyFile: single(fileName, { help: 'The raw key of BLAKE2 or BLAKE3.', value: 'FILE', group: DIGEST }),
  salt: single(anyText, { help: 'The salt of BLAKE2.', value: 'TEXT', group: DIGEST }),
  personalization: single(anyText, { help: 'The personalization of BLAKE2.', value: 'TEXT', group: DIGEST }),
  context: single(anyText, { help: 'The context of BLAKE3’s key derivation.', value: 'TEXT', group: DIGEST }),
  text: single(anyText, { help: 'Hash this text instead of a file.', value: 'TEXT', group: 'Input' }),
  recursive: flag({ help: 'Hash the files in directories.', short: 'r', group: 'Input' }),
  verify: single(nonEmptyText, {
    help: 'Compare with this digest (hex, Base64, sha256:…, SRI or a line); exit 1 if it differs.',
    value: 'DIGEST',
    group: 'Output',
  }),
  encoding: encodingOption('hex'),
  tag: flag({ help: 'Write BSD-style lines with the algorithm.', group: 'Output' }),
  zero: flag({ help: 'End lines in NUL and escape no names.', short: 'z', group: 'Output' }),
  check: flag({ help: 'Check the checksum lists in the files.', short: 'c', group: CHECK }),
  ignoreMissing: flag({ help: 'Skip missing files.', group: CHECK }),
  lenient: flag({ help: 'Accept a list whose first line is malformed.', group: CHECK }),
  quiet: flag({ help: 'Print only failures.', short: 'q', group: CHECK }),
  status: flag({ help: 'Print nothing.', group: CHECK }),
  strict: flag({ help: 'Exit with 1 on malformed lines.', group: CHECK }),
  warn: flag({ help: 'Warn about each malformed line.', short: 'w', group: CHECK }),
};

type HashArguments = Arguments<typeof options>;

/** The options that only --check uses, and those that it does not use. */
const ONLY_WITH_CHECK = ['ignoreMissing', 'lenient', 'quiet', 'status', 'strict', 'warn'] as const;
const NOT_WITH_CHECK = [
  'text',
  'verify',
  'length',
  'keyFile',
  'salt',
  'personalization',
  'context',
  'recursive',
  'tag',
  'encoding',
] as const;

export const hashCommand = defineCommand({
  summary: 'Hash files, standard input or text, and check checksum lists',
  positionals: '[FILE…]',
  arity: [0, Number.POSITIVE_INFINITY],
  options,
  notes:
    'Without FILE, or for -, it reads standard input. It writes the lines of sha256sum. --check reads the lists of sha256sum, b2sum, b3sum, shasum, OpenSSL and BSD in UTF-8 or UTF-16, finds the digest by its tag or length, and has the exit codes of coreutils. A match shows that a file equals the one that was listed; only a signature shows who made the list.',
  json: {
    'FILE…':
      '{ algorithm: string, files: { name: string, digest: string }[], errors: { name: string, message: string }[] }',
    '--text TEXT': '{ algorithm: string, digest: string }',
    '--verify DIGEST': '{ matched: boolean, errors: { name: string, message: string }[] }',
    '--check FILE…':
      "{ matched: boolean, malformed: number, files: { list: string, name: string, algorithm: string, outcome: 'ok' | 'mismatch' | 'unreadable', message?: string }[], errors: { list: string, message: string }[] }",
    '--list': '{ guaranteed: string[], added: string[] }',
  },
  examples: [
    "countersign hash --text 'Hash me now!'",
    'countersign hash --algorithm blake2b --tag *.iso > SUMS && countersign hash --check SUMS',
  ],
  async run(args, io) {
    if (args.options.list) return list(args, io);
    checkCombination(args);
    if (args.options.check) return check(args, io);
    const parameters = readParameters(args, io);
    const expected = await readExpectedDigest(args, parameters);
    const algorithm = expected?.algorithm ?? args.options.algorithm ?? 'sha256';
    return args.options.text === undefined
      ? hashFiles(args, { algorithm, parameters, expected: expected?.bytes }, io)
      : hashText(args, { algorithm, parameters, expected: expected?.bytes }, io);
  },
});

function checkCombination({ options, positionals, given }: HashArguments): void {
  const strange = (options.check ? NOT_WITH_CHECK : ONLY_WITH_CHECK).find((name) => given.includes(name));
  if (strange !== undefined)
    throw new UsageError(
      `${longName(strange)} ${options.check ? 'cannot be used with' : 'can only be used with'} --check.`,
    );
  if (options.text !== undefined && positionals.length > 0)
    throw new UsageError('--text and files exclude each other.');
}

async function check({ options, positionals, given }: HashArguments, io: Io): Promise<ExitCode> {
  const { checkLists } = await import('../digest/check-lists.ts');
  const modes: readonly CheckMode[] = ['status', 'quiet', 'warn'];
  const lists = positionals.length > 0 ? positionals : ['-'];
  return checkLists(
    lists,
    {
      algorithm: options.algorithm,
      isZero: options.zero,
      isStrict: options.strict,
      isLenient: options.lenient,
      ignoresMissing: options.ignoreMissing,
      mode: modes.find((mode) => mode === given.findLast((name) => modes.some((known) => known === name))),
    },
    io,
  );
}

function list({ positionals }: HashArguments, io: Io): ExitCode {
  if (positionals.length > 0) throw new UsageError('--list takes no file.');
  const guaranteed = [...algorithmsGuaranteed];
  const added = [...algorithmsAvailable()].filter((name) => !guaranteed.some((known) => known === name));
  io.result(`everywhere:      ${guaranteed.join(' ')}\non this runtime: ${added.join(' ') || 'no others'}`, {
    guaranteed,
    added,
  });
  return 0;
}

function readParameters({ options }: HashArguments, io: Io): HashOptions {
  const { length, salt, personalization, context, keyFile } = options;
  const key = keyFile === undefined ? undefined : readFileArgument(keyFile, io);
  return defined({ length, salt, personalization, context, key });
}

/** The digest of --verify. @throws UsageError, VerificationError */
async function readExpectedDigest({ options }: HashArguments, parameters: HashOptions) {
  if (options.verify === undefined) return undefined;
  const { readExpected } = await import('../digest/expected.ts');
  const requested = options.algorithm;
  const { digestSize } = createHash(requested ?? 'sha256', requested === undefined ? {} : parameters);
  const expected = readExpected(options.verify, parameters.length ?? digestSize);
  if (!expected) throw new VerificationError(`--verify is not a digest of ${digestSize} bytes.`);
  const { algorithm, bytes } = expected;
  if (algorithm !== undefined && requested !== undefined && algorithm !== requested)
    throw new UsageError(`--verify names ${algorithm}, but --algorithm names ${requested}.`);
  const size = createHash(algorithm ?? requested ?? 'sha256', parameters).digestSize;
  if (bytes.length !== size)
    throw new VerificationError(
      `--verify has ${bytes.length} bytes, but a ${algorithm ?? requested ?? 'sha256'} digest has ${size}. Is --algorithm right?`,
    );
  return expected;
}

interface Task {
  readonly algorithm: string;
  readonly parameters: HashOptions;
  readonly expected: Uint8Array | undefined;
}

function hashText({ options }: HashArguments, { algorithm, parameters, expected }: Task, io: Io): ExitCode {
  const digest = createHash(algorithm, parameters)
    .update(options.text ?? '')
    .digest();
  if (expected === undefined) {
    printBytes(digest, options.encoding ?? 'hex', (text) => ({ algorithm, digest: text }), io);
    return 0;
  }
  const isMatched = compareDigest(digest, expected);
  if (io.isJson) io.result('', { matched: isMatched, errors: [] });
  else if (!isMatched) io.note('countersign: The digest of the text differs.');
  return isMatched ? 0 : 1;
}

async function hashFiles(args: HashArguments, task: Task, io: Io): Promise<ExitCode> {
  const { options } = args;
  const { algorithm, parameters, expected } = task;
  // Once for all files: wrong parameters are wrong for each.
  const { digestSize } = createHash(algorithm, parameters);
  const write = lineWriter(args, tagLabel(algorithm, digestSize, resolveAlgorithm(algorithm).digestSize), io);
  const results: { readonly name: string; readonly digest: string }[] = [];
  const errors: { readonly name: string; readonly message: string }[] = [];
  let isMatched = true;
  const onError = (name: string, error: unknown): void => {
    if (!(error instanceof InputOutputError)) throw error;
    const message = `${error.message}${error.reason === 'EISDIR' ? '; --recursive hashes its files' : ''}`;
    errors.push({ name, message });
    if (!io.isJson) io.note(`countersign: ${message}`);
  };
  const compare = (name: string, digest: string, wanted: Uint8Array): void => {
    if (compareDigest(Buffer.from(digest, 'hex'), wanted)) return;
    isMatched = false;
    if (!io.isJson) io.note(`countersign: ${name === '-' ? 'standard input' : name}: the digest differs`);
  };
  const names = args.positionals.length > 0 ? args.positionals : ['-'];
  await digestAll(
    jobs(findFiles(names, options.recursive, onError), task),
    io,
    ({ job: { name }, outcome }) => {
      if ('error' in outcome) onError(name, outcome.error);
      else if (expected !== undefined) compare(name, outcome.digest, expected);
      else if (io.isJson) results.push({ name, digest: inEncoding(outcome.digest, options.encoding) });
      else write(name, outcome.digest);
    },
  );
  const exit = errors.length > 0 ? 3 : 0;
  if (expected === undefined) {
    if (io.isJson) io.result('', { algorithm, files: results, errors });
    return exit;
  }
  const isVerified = isMatched && exit === 0;
  if (io.isJson) io.result('', { matched: isVerified, errors });
  return exit !== 0 || isVerified ? exit : 1;
}

function* jobs(names: Iterable<string>, { algorithm, parameters }: Task) {
  for (const name of names) yield { name, algorithm, parameters };
}

function inEncoding(hex: string, encoding: OutputEncoding = 'hex'): string {
  if (encoding === 'hex') return hex;
  return encode(Buffer.from(hex, 'hex'), encoding === 'raw' ? 'base64' : encoding);
}

/** Writes the line of a file, or its raw digest. */
function lineWriter({ options }: HashArguments, label: string, io: Io): (name: string, hex: string) => void {
  const style = { isTagged: options.tag, isZero: options.zero };
  if (options.encoding === 'raw') return (_, hex) => io.writeBytes(Buffer.from(hex, 'hex'));
  return (name, hex) =>
    io.write(formatChecksumLine({ name, digest: inEncoding(hex, options.encoding) }, label, style));
}
