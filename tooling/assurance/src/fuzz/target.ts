import type { Arbitrary } from 'fast-check';

/** One way in for what the outside world may send. */
export interface Target<Input = unknown> {
  readonly name: string;
  /** Valid inputs, damaged ones, and noise. */
  readonly inputs: Arbitrary<Input>;
  /** Gives the input to the code. Returns when the answer is right; throws what the code throws. */
  readonly answer: (input: Input) => unknown;
  /** Whether the code may throw this. */
  readonly isTyped: (error: unknown) => boolean;
  /** Milliseconds that an answer may take. */
  readonly ceiling: (input: Input) => number;
  /** Called between batches, to clear away what inputs left behind. */
  readonly tidy?: () => void;
}

/** Milliseconds that an answer may take if no key is derived from a password. */
export const PROMPT = (): number => 100;
