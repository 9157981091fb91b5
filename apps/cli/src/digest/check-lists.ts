import { compareDigest } from '@countersign/core';
import { type ExitCode, InputOutputError, ReaderGoneError } from '../errors.ts';
import type { Io } from '../io/io.ts';
import { candidates, type Method } from './candidates.ts';
import { escapeName } from './checksum-line.ts';
import { type ListLine, readList } from './checksum-list.ts';
import { digestAll } from './digests.ts';
import { firstMatch } from './first-match.ts';
import type { Job } from './job.ts';

/** The amount of output. Of several, the last one counts, as in coreutils. */
export type CheckMode = 'status' | 'quiet' | 'warn' | undefined;

export interface CheckOptions {
  readonly algorithm: string | undefined;
  readonly isZero: boolean;
  readonly isStrict: boolean;
  /** Accept a list whose first line is malformed. */
  readonly isLenient: boolean;
  readonly ignoresMissing: boolean;
  readonly mode: CheckMode;
}

/** A line of a list as a file to digest. */
interface Entry extends Job {
  readonly expected: string;
  /** The other digests that the line may contain. */
  readonly others: readonly Method[];
}

interface Report {
  readonly list: string;
  readonly name: string;
  readonly algorithm: string;
  readonly outcome: 'ok' | 'mismatch' | 'unreadable';
  /** The reason why it is unreadable. */
  readonly message?: string;
}

interface ListOutcome {
  readonly isMatched: boolean;
  readonly malformed: number;
}

/** Checks every file of the lists. The exit codes are those of coreutils. */
export async function checkLists(lists: readonly string[], options: CheckOptions, io: Io): Promise<ExitCode> {
  const check = new Check(options, io);
  try {
    let malformed = 0;
    let isMatched = true;
    for (const list of lists) {
      const outcome = await check.checkList(list);
      malformed += outcome.malformed;
      isMatched &&= outcome.isMatched;
    }
    if (io.isJson)
      io.result('', { matched: isMatched, malformed, files: check.reports, errors: check.errors });
    return isMatched ? 0 : 1;
  } catch (error) {
    // The check is incomplete.
    if (error instanceof ReaderGoneError) return 1;
    throw error;
  }
}

const WORDS = { ok: 'OK', mismatch: 'FAILED', unreadable: 'FAILED open or read' } as const;

interface Tally {
  matched: number;
  mismatched: number;
  unreadable: number;
  malformed: number;
  lines: number;
  isFirstMalformed: boolean;
}

class Check {
  /** Only for JSON: a list can have a million lines. */
  readonly reports: Report[] = [];
  readonly errors: { readonly list: string; readonly message: string }[] = [];
  readonly #options: CheckOptions;
  readonly #io: Io;
  /** The algorithm that matched where the most common one did not. It is tried first from then on. */
  #found: Method | undefined;

  constructor(options: CheckOptions, io: Io) {
    this.#options = options;
    this.#io = io;
  }

  /** A sentence for people. The JSON object contains it in another form. */
  #note(text: string): void {
    if (!this.#io.isJson) this.#io.note(`countersign: ${text}`);
  }

  #fail(list: string, message: string): void {
    this.errors.push({ list, message });
    this.#note(message);
  }

  async checkList(list: string): Promise<ListOutcome> {
    const label = list === '-' ? 'standard input' : list;
    const tally: Tally = {
      matched: 0,
      mismatched: 0,
      unreadable: 0,
      malformed: 0,
      lines: 0,
      isFirstMalformed: false,
    };
    try {
      const lines = readList(list, this.#options, this.#io);
      await digestAll(this.#entries(lines, label, tally), this.#io, ({ job, outcome }) => {
        if ('error' in outcome) return this.#unreadable(label, job, outcome.error, tally);
        if (compareDigest(outcome.digest, job.expected)) return this.#match(label, job, job, tally);
        return job.others.length === 0 || job.name === '-'
          ? this.#mismatch(label, job, tally)
          : this.#tryOthers(label, job, tally);
      });
    } catch (error) {
      // An unreadable list does not stop the check of the others.
      if (!(error instanceof InputOutputError)) throw error;
      this.#fail(label, error.message);
      return { isMatched: false, malformed: tally.malformed };
    }
    return { isMatched: this.#verdict(label, tally), malformed: tally.malformed };
  }

  *#entries(lines: Iterable<ListLine>, label: string, tally: Tally): Generator<Entry> {
    const { algorithm, mode } = this.#options;
    for (const { number, line } of lines) {
      const methods = line ? candidates(line, algorithm) : [];
      const [first, ...rest] = this.#order(methods);
      tally.lines += 1;
      if (line && first) {
        yield { name: line.name, ...first, expected: line.digest, others: rest };
        continue;
      }
      tally.malformed += 1;
      if (tally.lines === 1) tally.isFirstMalformed = true;
      if (mode === 'warn') this.#note(`${label}: ${number}: improperly formatted checksum line`);
    }
  }

  #order(methods: readonly Method[]): readonly Method[] {
    const found = methods.find(({ algorithm }) => algorithm === this.#found?.algorithm);
    return found ? [found, ...methods.filter((method) => method !== found)] : methods;
  }

  #report(list: string, entry: Entry, outcome: Report['outcome'], algorithm: string, message?: string): void {
    const reason = message === undefined ? {} : { message };
    const { mode, isZero } = this.#options;
    if (this.#io.isJson) this.reports.push({ list, name: entry.name, algorithm, outcome, ...reason });
    if (this.#io.isJson || mode === 'status' || (mode === 'quiet' && outcome === 'ok')) return;
    // Only a newline would break the line, as in coreutils.
    const isEscaped = !isZero && entry.name.includes('\n');
    const { marker, shown } = isEscaped ? escapeName(entry.name) : { marker: '', shown: entry.name };
    this.#io.write(`${marker}${shown}: ${WORDS[outcome]}\n`);
  }

  #match(list: string, entry: Entry, { algorithm }: Method, tally: Tally): void {
    tally.matched += 1;
    this.#report(list, entry, 'ok', algorithm);
  }

  #mismatch(list: string, entry: Entry, tally: Tally): void {
    tally.mismatched += 1;
    this.#report(list, entry, 'mismatch', entry.algorithm);
  }

  #unreadable(list: string, entry: Entry, error: unknown, tally: Tally): void {
    if (!(error instanceof InputOutputError)) throw error;
    if (this.#options.ignoresMissing && error.reason === 'ENOENT') return;
    tally.unreadable += 1;
    this.#note(error.message);
    this.#report(list, entry, 'unreadable', entry.algorithm, error.message);
  }

  /** Several algorithms have digests of this length. */
  async #tryOthers(list: string, entry: Entry, tally: Tally): Promise<void> {
    const method = await firstMatch(entry.name, entry.expected, entry.others, this.#io);
    if (method === undefined) return this.#mismatch(list, entry, tally);
    const { algorithm } = method;
    if (this.#found?.algorithm !== algorithm && this.#options.mode !== 'status')
      this.#note(`${list}: the digests are ${algorithm}. Pass --algorithm ${algorithm} to try no others`);
    this.#found = method;
    this.#match(list, entry, method, tally);
  }

  #verdict(
    label: string,
    { matched, mismatched, unreadable, malformed, lines, isFirstMalformed }: Tally,
  ): boolean {
    const { isStrict, isLenient, ignoresMissing, mode } = this.#options;
    if (lines === malformed) {
      this.#fail(label, `${label}: no properly formatted checksum lines found`);
      return false;
    }
    const isShown = mode !== 'status';
    if (isShown) {
      this.#warn(malformed, 'line is', 'lines are', 'improperly formatted');
      this.#warn(unreadable, 'listed file', 'listed files', 'could not be read');
      this.#warn(mismatched, 'computed checksum', 'computed checksums', 'did NOT match');
    }
    const isCut = isFirstMalformed && !isLenient;
    if (isCut && (isShown || this.#io.isJson))
      this.#fail(label, `${label}: the first line has no checksum. Pass --lenient to accept this`);
    const isVerified = matched > 0 || !ignoresMissing;
    if (!isVerified && (isShown || this.#io.isJson)) this.#fail(label, `${label}: no file was verified`);
    return isVerified && !isCut && mismatched === 0 && unreadable === 0 && !(isStrict && malformed > 0);
  }

  #warn(number: number, one: string, several: string, what: string): void {
    if (number > 0) this.#note(`WARNING: ${number} ${number === 1 ? one : several} ${what}`);
  }
}
