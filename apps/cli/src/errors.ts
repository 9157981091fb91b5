/**
 * How a command ends. 0: done. 1: something did not verify or match. 2: the command line is wrong.
 * 3: something could not be read or written.
 */
export type ExitCode = 0 | 1 | 2 | 3;

/** The command line is wrong. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'USAGE';
}

/** A value does not verify, match or parse. Exit code 1. */
export class VerificationError extends Error {
  override readonly name = 'VerificationError';
  readonly code = 'NOT_VERIFIED';
}

/** A file or stream cannot be read or written. Exit code 3. */
export class InputOutputError extends Error {
  override readonly name = 'InputOutputError';
  readonly code = 'INPUT_OUTPUT';
  /** The system's code, such as `ENOENT`. Empty if it has none. */
  readonly reason: string;

  constructor(message: string, reason = '') {
    super(message);
    this.reason = reason;
  }
}

/** The reader of standard output has closed it, as `head` does. This is not a failure. */
export class ReaderGoneError extends Error {
  override readonly name = 'ReaderGoneError';
}
