import {
  algorithmsAvailable,
  compareDigest,
  InvalidArgumentError,
  resolveAlgorithm,
} from '@countersign/core';
import { type Arguments, type ExitCode, InputOutputError } from '../args/command.ts';
import { type ChecksumLine, ChecksumReader, escapeName } from '../checksum.ts';
import { type Digested, digestAll } from '../digest/digests.ts';
import type { Job } from '../digest/job.ts';
import { ReaderGoneError, readFileArgument } from '../io/files.ts';
import type { Io } from '../io/io.ts';

/** The digests that a plain line of so many hexadecimal digits may be, when none is named: what coreutils have. */
const BY_LENGTH: ReadonlyMap<number, readonly [string, ...string[]]> = new Map([
  [32, ['md5']],
  [40, ['sha1']],
  [56, ['sha224']],
  [64, ['sha256']],
  [96, ['sha384']],
  [128, ['sha512', 'blake2b']],
]);

/** A line of a list, as a file to digest. */
interface Entry extends Job {
  readonly expected: string;
  /** Another digest that the line may be. */
  readonly alternative: string | undefined;
}

/** What is told of one file. */
interface Report {
  readonly list: string;
  readonly name: string;
  readonly algorithm: string;
  readonly outcome: 'ok' | 'mismatch' | 'unreadable';
  /** Why it is unreadable. */
  readonly message?: string;
}

interface Check {
  readonly io: Io;
  /** A sentence for people; the JSON object has it otherwise. */
  readonly say: (text: string) => void;
  readonly algorithm: string | undefined;
  readonly isZero: boolean;
  readonly isStrict: boolean;
  readonly ignoresMissing: boolean;
  /** What is printed: each takes the place of the others, as with coreutils. */
  readonly mode: string | undefined;
  readonly reports: Report[];
  /** What is wrong with a list as a whole. */
  readonly errors: { readonly list: string; readonly message: string }[];
}

/** Checks every file that the lists name, and says for each whether it matches. Exit codes are those of coreutils. */
export async function checkLists(args: Arguments, io: Io): Promise<ExitCode> {
  try {
    return await checkAll(args, io);
  } catch (error) {
    // Not all has been checked.
    if (error instanceof ReaderGoneError) return 1;
    throw error;
  }
}

async function checkAll(args: Arguments, io: Io): Promise<ExitCode> {
  const check: Check = {
    io,
    say: (text) => (io.isJson ? undefined : io.note(`countersign: ${text}`)),
    algorithm: args.text('algorithm'),
    isZero: args.flag('zero'),
    isStrict: args.flag('strict'),
    ignoresMissing: args.flag('ignore-missing'),
    mode: args.lastFlag(['status', 'quiet', 'warn']),
    reports: [],
    errors: [],
  };
  if (check.algorithm !== undefined) resolveAlgorithm(check.algorithm);
  let malformed = 0;
  let isMatched = true;
  for (const list of args.positionals.length > 0 ? args.positionals : ['-']) {
    const outcome = await checkList(list, check);
    malformed += outcome.malformed;
    isMatched &&= outcome.isMatched;
  }
  if (io.isJson) io.result('', { matched: isMatched, malformed, files: check.reports, errors: check.errors });
  return isMatched ? 0 : 1;
}

interface ListOutcome {
  readonly isMatched: boolean;
  readonly malformed: number;
}

async function checkList(list: string, check: Check): Promise<ListOutcome> {
  const { say, mode } = check;
  const label = list === '-' ? 'standard input' : list;
  const fail = (message: string): void => {
    check.errors.push({ list: label, message });
    say(message);
  };
  const text = readList(list, check.io, fail);
  if (text === undefined) return { isMatched: false, malformed: 0 };
  const warn = (line: number): void => {
    if (mode === 'warn') say(`${label}: ${line}: improperly formatted checksum line`);
  };
  const { entries, malformed } = readEntries(text, check, warn);
  if (entries.length === 0) {
    fail(`${label}: no properly formatted checksum lines found`);
    return { isMatched: false, malformed };
  }
  const { matched, unreadable, mismatched } = await checkEntries(label, entries, check);
  if (mode !== 'status') {
    for (const warning of [
      count(malformed, 'line is', 'lines are', 'improperly formatted'),
      count(unreadable, 'listed file', 'listed files', 'could not be read'),
      count(mismatched, 'computed checksum', 'computed checksums', 'did NOT match'),
    ])
      if (warning !== undefined) say(warning);
  }
  const isVerified = matched > 0 || !check.ignoresMissing;
  if (!isVerified && (mode !== 'status' || check.io.isJson)) fail(`${label}: no file was verified`);
  const isMatched = isVerified && mismatched === 0 && unreadable === 0 && !(check.isStrict && malformed > 0);
  return { isMatched, malformed };
}

function count(number: number, one: string, several: string, what: string): string | undefined {
  return number === 0 ? undefined : `WARNING: ${number} ${number === 1 ? one : several} ${what}`;
}

/** A list that cannot be read is a mismatch, and does not keep the others from being checked. */
function readList(list: string, io: Io, fail: (message: string) => void): string | undefined {
  try {
    return readFileArgument(list, io).toString();
  } catch (error) {
    if (!(error instanceof InputOutputError)) throw error;
    fail(error.message);
    return undefined;
  }
}

function readEntries(
  text: string,
  { algorithm, isZero }: Check,
  warn: (line: number) => void,
): { readonly entries: readonly Entry[]; readonly malformed: number } {
  const reader = new ChecksumReader(!isZero);
  const entries: Entry[] = [];
  let malformed = 0;
  for (const [index, raw] of text.split(isZero ? '\0' : '\n').entries()) {
    const line = isZero ? raw : raw.replace(/\r$/, '');
    if (line === '' || line.startsWith('#')) continue;
    const entry = resolve(reader.read(line), algorithm);
    if (entry) {
      entries.push(entry);
      continue;
    }
    malformed += 1;
    warn(index + 1);
  }
  return { entries, malformed };
}

/** Finds the digest of a line: its own tag's, which must be the one asked for, if any; that; or what its length says. */
function resolve(line: ChecksumLine | undefined, asked: string | undefined): Entry | undefined {
  if (!line) return undefined;
  const wanted = asked === undefined ? undefined : resolveAlgorithm(asked);
  const [guess, alternative] = BY_LENGTH.get(line.digest.length) ?? [];
  const name = line.algorithm ?? wanted?.name ?? guess;
  if (name === undefined) return undefined;
  try {
    const info = resolveAlgorithm(name);
    if (wanted && wanted.name !== info.name) return undefined;
    const isSized = info.family !== 'fixed';
    const length = line.length ?? line.digest.length / 2;
    const isTooLong = info.family === 'blake2' && length > info.digestSize;
    const isRightLength = line.digest.length === length * 2 && (isSized || length === info.digestSize);
    if (!isRightLength || isTooLong || !algorithmsAvailable().has(info.name)) return undefined;
    return {
      name: line.name,
      algorithm: info.name,
      parameters: isSized && length !== info.digestSize ? { length } : {},
      expected: line.digest,
      alternative: line.algorithm === undefined && !wanted ? alternative : undefined,
    };
  } catch (error) {
    if (error instanceof InvalidArgumentError) return undefined;
    throw error;
  }
}

interface Tally {
  matched: number;
  mismatched: number;
  unreadable: number;
}

async function checkEntries(list: string, entries: readonly Entry[], check: Check): Promise<Tally> {
  const { io, mode } = check;
  const tally: Tally = { matched: 0, mismatched: 0, unreadable: 0 };
  const tell = (outcome: Report['outcome'], entry: Entry, algorithm: string, message?: string): void => {
    const reason = message === undefined ? {} : { message };
    check.reports.push({ list, name: entry.name, algorithm, outcome, ...reason });
    if (io.isJson || mode === 'status' || (mode === 'quiet' && outcome === 'ok')) return;
    // As coreutils do: what does not break the line stays as it is.
    const isEscaped = !check.isZero && entry.name.includes('\n');
    const { marker, shown } = isEscaped ? escapeName(entry.name) : { marker: '', shown: entry.name };
    io.write(`${marker}${shown}: ${WORDS[outcome]}\n`);
  };
  const tellError = (error: unknown, entry: Entry): void => {
    if (!(error instanceof InputOutputError)) throw error;
    if (check.ignoresMissing && error.reason === 'ENOENT') return;
    tally.unreadable += 1;
    check.say(error.message);
    tell('unreadable', entry, entry.algorithm, error.message);
  };
  const tellMatch = (entry: Entry, algorithm: string): void => {
    tally.matched += 1;
    tell('ok', entry, algorithm);
  };
  const tellMismatch = (entry: Entry): void => {
    tally.mismatched += 1;
    tell('mismatch', entry, entry.algorithm);
  };
  await digestAll(entries, io, ({ job, outcome }: Digested<Entry>): void | Promise<void> => {
    const { alternative } = job;
    if ('error' in outcome) return tellError(outcome.error, job);
    if (compareDigest(outcome.digest, job.expected)) return tellMatch(job, job.algorithm);
    if (alternative === undefined || job.name === '-') return tellMismatch(job);
    return matches(job, alternative, io).then((isMatched) =>
      isMatched ? tellMatch(job, alternative) : tellMismatch(job),
    );
  });
  return tally;
}

const WORDS = { ok: 'OK', mismatch: 'FAILED', unreadable: 'FAILED open or read' } as const;

/** Whether a file matches by another digest. */
async function matches(entry: Entry, algorithm: string, io: Io): Promise<boolean> {
  let isMatched = false;
  await digestAll([{ ...entry, algorithm }], io, ({ outcome }) => {
    isMatched = 'digest' in outcome && compareDigest(outcome.digest, entry.expected);
  });
  return isMatched;
}
