/** Options of an error. */
export interface CountersignErrorOptions {
  /** The error that led to this one. It must not contain a secret. */
  readonly cause?: unknown;
}

/** Marks the errors of every copy and version of this package. */
const BRAND: symbol = Symbol.for('@countersign/error');

/**
 * The base of all errors of Countersign's packages.
 *
 * Branch on `code`, which is stable (`ERR_TOKEN_EXPIRED`). `message` is for people. It describes the problem,
 * the expected value and the remedy, and it may change in any release. Neither contains a secret.
 */
export class CountersignError extends Error {
  override readonly name: string = 'CountersignError';
  readonly code: string;

  constructor(code: string, message: string, options: CountersignErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
  }

  static {
    Object.defineProperty(CountersignError.prototype, BRAND, { value: true });
  }
}

/**
 * Recognises an error of a Countersign package, also one from another copy of the package or from another realm, where
 * `instanceof` fails.
 *
 * @example
 * if (isCountersignError(error) && error.code === 'ERR_TOKEN_EXPIRED') signInAgain();
 */
export function isCountersignError(error: unknown): error is CountersignError {
  try {
    return typeof error === 'object' && error !== null && BRAND in error && 'code' in error;
  } catch {
    // A revoked Proxy.
    return false;
  }
}

/**
 * An argument or option has the wrong type or is out of range: a mistake of the caller, not of the data.
 * The message names the argument and the accepted values.
 */
export class InvalidArgumentError extends CountersignError {
  override readonly name: string = 'InvalidArgumentError';
  override readonly code: 'ERR_INVALID_ARGUMENT' = 'ERR_INVALID_ARGUMENT';
  /** The name of the argument or option, for example `iterations`. */
  readonly argument: string;

  constructor(argument: string, message: string, options: CountersignErrorOptions = {}) {
    super('ERR_INVALID_ARGUMENT', message, options);
    this.argument = argument;
  }
}

/** This runtime lacks a function, or its configuration forbids it. The message has the reason. */
export class UnsupportedError extends CountersignError {
  override readonly name: string = 'UnsupportedError';
  override readonly code: 'ERR_UNSUPPORTED' = 'ERR_UNSUPPORTED';

  constructor(message: string, options: CountersignErrorOptions = {}) {
    super('ERR_UNSUPPORTED', message, options);
  }
}

/** The caller's `AbortSignal` stopped the operation. `cause` is the signal's reason. */
export class AbortedError extends CountersignError {
  override readonly name: string = 'AbortedError';
  override readonly code: 'ERR_ABORTED' = 'ERR_ABORTED';

  constructor(message: string, options: CountersignErrorOptions = {}) {
    super('ERR_ABORTED', message, options);
  }
}

/** A file cannot be read. `cause` is the system's error. */
export class FileError extends CountersignError {
  override readonly name: string = 'FileError';
  override readonly code: 'ERR_FILE' = 'ERR_FILE';

  constructor(message: string, options: CountersignErrorOptions = {}) {
    super('ERR_FILE', message, options);
  }
}

/** The codes of this package's errors. */
export type CoreErrorCode =
  | 'ERR_INVALID_ARGUMENT'
  | 'ERR_ENCODING'
  | 'ERR_UNSUPPORTED'
  | 'ERR_ABORTED'
  | 'ERR_FILE';
