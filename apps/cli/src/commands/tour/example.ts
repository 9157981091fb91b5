/** The expected outcome of a step. */
interface Expectation {
  /** Standard output, or a pattern for it. */
  readonly output?: string | RegExp;
  /** The exit code. Default 0. */
  readonly exit?: number;
  /** A pattern for standard error. */
  readonly error?: RegExp;
}

/** One command of the tour. */
export interface Step extends Expectation {
  /** The arguments of `countersign`. */
  readonly args: readonly string[];
  /** Standard input. */
  readonly input?: string;
  /** Saves the output. Later steps use it as `$NAME`. */
  readonly saveAs?: string;
}

/** One of the eighteen examples. */
export interface Example {
  readonly number: number;
  readonly title: string;
  readonly steps: readonly Step[];
}
