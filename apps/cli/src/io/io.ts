import { UsageError } from '../args/command.ts';
import { ReaderGoneError, readAll, writeAll } from './files.ts';
import { isTerminal } from './terminal.ts';
import { jsonText, Painted, visible, visibleLine } from './visible.ts';

/** Characters that wait at most: each call of the system takes as long as many lines do. */
const MAX_WAITING = 32_768;

/** Everything that a command reads and writes. */
export interface Io {
  readonly isJson: boolean;
  readonly hasColor: boolean;
  readonly isInputTerminal: boolean;
  readonly isErrorTerminal: boolean;
  /** Whether a line on standard error can be written anew, again and again. */
  readonly hasProgress: boolean;
  /** The result: text for people, or the object with --json. */
  result(text: string | Painted, json: object): void;
  /** Text on standard output, ended by a newline. */
  print(text: string | Painted): void;
  /** Text on standard output as it is, with its own line ends. It may wait for more, until {@link Io.flush}. */
  write(text: string): void;
  /** Writes what waits. Everything else that is written comes after it. */
  flush(): void;
  /** Raw bytes on standard output, which must not be a terminal. @throws UsageError */
  writeBytes(bytes: Uint8Array): void;
  /** One line on standard error. */
  note(text: string): void;
  /** Several lines on standard error. */
  notes(text: string): void;
  /** All of standard input, which has a size limit. @throws InputOutputError, UsageError */
  readInput(): Buffer;
  /** Standard input's descriptor. It can be read once. @throws UsageError when it has been taken */
  openInput(): number;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export function createIo(args: readonly string[]): Io {
  const end = args.indexOf('--');
  const isGiven = (option: string): boolean => args.slice(0, end === -1 ? args.length : end).includes(option);
  const isJson = isGiven('--json');
  let isInputTaken = false;
  const openInput = (): number => {
    if (isInputTaken)
      throw new UsageError('Standard input is asked for twice; only one thing can be read from it.');
    isInputTaken = true;
    return 0;
  };
  let waiting = '';
  let isOutputTerminal: boolean | undefined;
  /** Names of files and what tokens say come from others, who may mean a terminal ill. Pipes and files get them as they are. */
  const shown = (text: string): string => {
    const harmless = visible(text);
    // Asking what the output is takes as long as a tenth of the start.
    if (harmless === text) return text;
    isOutputTerminal ??= isTerminal(1);
    return isOutputTerminal ? harmless : text;
  };
  const flush = (): void => {
    const text = waiting;
    waiting = '';
    if (text !== '') writeAll(1, text);
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
      return isTerminal(0);
    },
    get isErrorTerminal() {
      return isTerminal(2);
    },
    get hasColor() {
      return (
        !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb' && !isGiven('--no-color') && isTerminal(1)
      );
    },
    get hasProgress() {
      return isTerminal(2) && process.env['TERM'] !== 'dumb';
    },
    environment: process.env,
    result(text, json) {
      try {
        print(isJson ? jsonText(json) : text);
      } catch (error) {
        // The exit code tells the outcome to whoever does not read it.
        if (!(error instanceof ReaderGoneError)) throw error;
      }
    },
    print,
    write,
    flush,
    writeBytes(bytes) {
      if (isTerminal(1))
        throw new UsageError(
          'These are raw bytes, and standard output is a terminal. Send them to a file or a pipe, or ask for hex.',
        );
      flush();
      writeAll(1, bytes);
    },
    note(text) {
      flush();
      writeAll(2, `${visibleLine(text)}\n`);
    },
    notes(text) {
      flush();
      writeAll(2, `${visible(text)}\n`);
    },
    openInput,
    readInput: () => readAll(openInput(), 'standard input'),
  };
}
