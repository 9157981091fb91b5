/** What an error of this project is made with beside its code and sentence. */
export interface CountersignErrorOptions {
  /** The error that led to this one. It must hold no secret either. */
  readonly cause?: unknown;
}

/**
 * The base of every error that Countersign's packages throw.
 *
 * `code` is stable and made for branching (`ERR_TOKEN_EXPIRED`); `message` is made for people, says what was
 * wrong, what was expected and what to do, and may be reworded at any time. Neither ever holds a secret.
 */
export class CountersignError extends Error {
  override readonly name: string = 'CountersignError';
  readonly code: string;

  constructor(code: string, message: string, options: CountersignErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
  }
}

/**
 * An argument or option is of the wrong type or out of its range: the caller's mistake, not the data's.
 * Its message names the argument and the accepted values, and describes the given value by its type alone
 * where it might be a secret.
 */
export class InvalidArgumentError extends CountersignError {
  override readonly name: string = 'InvalidArgumentError';
  /** The name of the argument or option, for example `iterations`. */
  readonly argument: string;

  constructor(argument: string, message: string, options: CountersignErrorOptions = {}) {
    super('ERR_INVALID_ARGUMENT', message, options);
    this.argument = argument;
  }
}
