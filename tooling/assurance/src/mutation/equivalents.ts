/** A change to the code that no test can notice, and why. */
interface Equivalent {
  readonly file: string;
  /** The line that is changed, without indentation. */
  readonly line: string;
  /** Which kinds of change to it. Default: all. */
  readonly mutator?: string;
  readonly replacement?: string;
  readonly reason: string;
}

export const EQUIVALENTS: readonly Equivalent[] = [];
