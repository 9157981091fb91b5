import { fstatSync } from 'node:fs';
import { ReaderGoneError, UsageError } from '../errors.ts';
import { readAll, writeAll } from './files.ts';
import { isTerminal } from './terminal.ts';
import { jsonText, Painted, visible, visibleLine } from './visible.ts';

/** Output is collected up to this many characters, because each system call costs as much as many lines. */
const MAX_WAITING = 32_768;

/** Everything that a command reads and writes. */
export interface Io {
  readonly isJson: boolean;
  readonly hasColor: boolean;
  readonly isInputTerminal: boolean;
  /** Whether data may come from standard input: it is a pipe, a socket or a file. */
  readonly hasInput: boolean;
  readonly isErrorTerminal: boolean;
  /** Whether a line on standard error can be overwritten. */
  readonly hasProgress: boolean;
  /** The result: text for people, or the object with --json. */
  result(text: string | Painted, json: object): void;
  /** Text on standard output, ended by a newline. */
  print(text: string | Painted): void;
  /** Text on standard output as it is. It may wait until {@link Io.flush}. */
  write(text: string): void;
  /** Writes what is waiting. All other output comes after it. */
  flush(): void;
  /** Raw bytes on standard output. @throws UsageError if it is a terminal */
  writeBytes(bytes: Uint8Array): void;
  /** One line on standard error. */
  note(text: string): void;
  /** Several lines on standard error. */
  notes(text: string): void;
  /** Text on standard error as it is. */
  error(text: string): void;
  /** All of standard input, up to a limit. @throws InputOutputError, UsageError */
  readInput(): Buffer;
  /** The descriptor of standard input, which can be read once. @throws UsageError if it has been taken */
  openInput(): number;
  readonly isInputTaken: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The standard streams and the environment of a process. Tests have their own. */
export interface Streams {
  /** The descriptor of standard input. */
  readonly input: number;
  write(descriptor: 1 | 2, data: string | Uint8Array): void;
  isTerminal(descriptor: 0 | 1 | 2): boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const PROCESS: Streams = { input: 0, write: writeAll, isTerminal, environment: process.env };

export function createIo(args: readonly string[], streams: Streams = PROCESS): Io {
  const { environment, input, write: writeTo } = streams;
  const end = args.indexOf('--');
  const isGiven = (option: string): boolean => args.slice(0, end === -1 ? args.length : end).includes(option);
  const isJson = isGiven('--json');
  let isInputTaken = false;
  const openInput = (): number => {
    if (isInputTaken)
      throw new UsageError('Standard input can be read only once, but two arguments name it.');
    isInputTaken = true;
    return input;
  };
  let waiting = '';
  let isOutputTerminal: boolean | undefined;
  /** File names and tokens come from others, who may attack a terminal. Pipes and files get them unchanged. */
  const shown = (text: string): string => {
    const harmless = visible(text);
    if (harmless === text) return text;
    isOutputTerminal ??= streams.isTerminal(1);
    return isOutputTerminal ? harmless : text;
  };
  const flush = (): void => {
    const text = waiting;
    waiting = '';
    if (text !== '') writeTo(1, text);
  };
  const write = (text: string | Painted): void => {
    waiting += text instanceof Painted ? text.text : shown(text);
    if (waiting.length >= MAX_WAITING) flush();
  };
  const print = (text: string | Painted): void => {
    write(text);
    write('\n');
    flush();
  };
  return {
    isJson,
    get isInputTerminal() {
      return streams.isTerminal(0);
    },
    get hasInput() {
      return hasInput(input);
    },
    get isInputTaken() {
      return isInputTaken;
    },
    get isErrorTerminal() {
      return streams.isTerminal(2);
    },
    get hasColor() {
      return (
        !environment['NO_COLOR'] &&
        environment['TERM'] !== 'dumb' &&
        !isGiven('--no-color') &&
        streams.isTerminal(1)
      );
    },
    get hasProgress() {
      return streams.isTerminal(2) && environment['TERM'] !== 'dumb';
    },
    environment,
    result(text, json) {
      try {
        print(isJson ? jsonText(json) : text);
      } catch (error) {
        // The exit code still reports the outcome.
        if (!(error instanceof ReaderGoneError)) throw error;
      }
    },
    print,
    write,
    flush,
    writeBytes(bytes) {
      if (streams.isTerminal(1))
        throw new UsageError(
          'Raw bytes are not printed on a terminal. Send them to a file or a pipe, or use --encoding hex.',
        );
      flush();
      writeTo(1, bytes);
    },
    note(text) {
      flush();
      writeTo(2, `${visibleLine(text)}\n`);
    },
    notes(text) {
      flush();
      writeTo(2, `${visible(text)}\n`);
    },
    error(text) {
      writeTo(2, text);
    },
    openInput,
    readInput: () => readAll(openInput(), 'standard input'),
  };
}

function hasInput(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    return stats.isFIFO() || stats.isSocket() || (stats.isFile() && stats.size > 0);
  } catch {
    return false; // closed
  }
}
