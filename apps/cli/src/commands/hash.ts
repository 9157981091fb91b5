import {
  algorithmsAvailable,
  algorithmsGuaranteed,
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
import type { Method } from '../digest/candidates.ts';
import type { CheckMode } from '../digest/check-lists.ts';
import { formatChecksumLine, tagLabel } from '../digest/checksum-line.ts';
import { digestFiles, type Files } from '../digest/digest-files.ts';
import { type ExitCode, UsageError } from '../errors.ts';
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
    const { algorithm, text, verify } = args.options;
    if (verify !== undefined) {
      const { readExpectedDigest, verifyFiles, verifyText } = await import('../digest/verify.ts');
      const expected = readExpectedDigest(verify, algorithm, parameters);
      return text === undefined ? verifyFiles(filesOf(args), expected, io) : verifyText(text, expected, io);
    }
    const method = { algorithm: algorithm ?? 'sha256', parameters };
    return text === undefined ? hashFiles(args, method, io) : hashText(text, method, args, io);
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

function hashText(
  text: string,
  { algorithm, parameters }: Method,
  { options }: HashArguments,
  io: Io,
): ExitCode {
  const bytes = createHash(algorithm, parameters).update(text).digest();
  printBytes(bytes, options.encoding ?? 'hex', (digest) => ({ algorithm, digest }), io);
  return 0;
}

/** The files of the arguments. */
function filesOf({ positionals, options }: HashArguments): Files {
  return { names: positionals.length > 0 ? positionals : ['-'], isRecursive: options.recursive };
}

async function hashFiles(args: HashArguments, method: Method, io: Io): Promise<ExitCode> {
  const { algorithm, parameters } = method;
  const { encoding } = args.options;
  // Once for all files: wrong parameters are wrong for each.
  const { digestSize } = createHash(algorithm, parameters);
  const write = lineWriter(args, tagLabel(algorithm, digestSize, resolveAlgorithm(algorithm).digestSize), io);
  const files: { readonly name: string; readonly digest: string }[] = [];
  const errors = await digestFiles(filesOf(args), method, io, (name, digest) => {
    if (io.isJson) files.push({ name, digest: inEncoding(digest, encoding) });
    else write(name, digest);
  });
  if (io.isJson) io.result('', { algorithm, files, errors });
  return errors.length > 0 ? 3 : 0;
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
