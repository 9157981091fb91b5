import { checkInteger, checkOptions, InvalidArgumentError } from '@countersign/core';
import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

/** What {@link estimateStrength} knows about the person. */
export interface StrengthOptions {
  /** Words that an attacker would try first: names, addresses, the name of the service. */
  readonly inputs?: readonly string[];
}

/** How well a password resists guessing. */
export interface Strength {
  /** 0 (guessed at once) to 4 (very hard to guess). */
  readonly score: 0 | 1 | 2 | 3 | 4;
  /** The guesses that an attacker who knows how people choose passwords would need, as a power of ten. */
  readonly guessesLog10: number;
  /** What makes it weak, in a sentence; absent when nothing does. */
  readonly warning?: string;
  /** What would make it stronger. */
  readonly suggestions: readonly string[];
}

/** zxcvbn's time grows with the square of the length; what comes behind so many characters makes no password weaker. */
const MAX_CHARACTERS = 128;
const MAX_INPUTS = 100;

const OPTIONS: ReadonlySet<string> = new Set(['inputs'] satisfies readonly (keyof StrengthOptions)[]);

let loading: Promise<ZxcvbnFactory> | undefined;

/** Loads the dictionaries, some megabytes, when they are first needed. */
async function load(): Promise<ZxcvbnFactory> {
  const [core, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  return new core.ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
    maxLength: MAX_CHARACTERS,
  });
}

/**
 * Estimates how hard a password is to guess, with zxcvbn: by dictionaries, names, keyboard patterns, dates and repeats, not by counting character classes.
 *
 * @throws {@link InvalidArgumentError}
 */
export async function estimateStrength(password: string, options: StrengthOptions = {}): Promise<Strength> {
  checkOptions(options, OPTIONS);
  const { inputs = [] } = options;
  if (typeof password !== 'string') throw new InvalidArgumentError('password', 'password must be a string.');
  if (!Array.isArray(inputs) || !inputs.every((input) => typeof input === 'string'))
    throw new InvalidArgumentError('inputs', 'inputs must be an array of strings.');
  checkInteger(inputs.length, 'inputs', { min: 0, max: MAX_INPUTS });
  loading ??= load();
  const zxcvbn = await loading;
  const { score, guessesLog10, feedback } = zxcvbn.check(
    password.slice(0, MAX_CHARACTERS),
    inputs.map((input) => input.slice(0, MAX_CHARACTERS)),
  );
  return {
    score,
    guessesLog10,
    ...(feedback.warning && { warning: feedback.warning }),
    suggestions: feedback.suggestions,
  };
}
