import { checkInteger, checkOptions, InvalidArgumentError } from '@countersign/core';
import { normalizePassword, passwordLength } from '../normalize.ts';
import { type BreachOptions, checkBreached, checkBreachOptions } from './breach.ts';
import { derivedFrom } from './derived.ts';
import { estimateStrength } from './strength.ts';

/** One way in which a password fails a policy. */
export interface PolicyViolation {
  /** Stable, for example `too-short`. */
  readonly code: string;
  /** For people. */
  readonly message: string;
  /** The numbers behind it, for messages of your own. */
  readonly details: Readonly<Record<string, number | string>>;
}

/** One rule of a policy. */
export type PolicyRule = (
  password: string,
) => PolicyViolation | undefined | Promise<PolicyViolation | undefined>;

/** Rules that a password must satisfy, all of them. */
export type PasswordPolicy = readonly PolicyRule[];

/** At least so many characters, in code points. */
export function minLength(min: number): PolicyRule {
  checkInteger(min, 'min', { min: 1, max: 1024 });
  return (password) => {
    const length = passwordLength(password);
    if (length >= min) return undefined;
    return {
      code: 'too-short',
      message: `The password has ${length} characters; at least ${min} are needed.`,
      details: { length, min },
    };
  };
}

/** At most so many characters, in code points. NIST SP 800-63B-4 asks to allow at least 64. */
export function maxLength(max: number): PolicyRule {
  checkInteger(max, 'max', { min: 64, max: 65_536 });
  return (password) => {
    const length = passwordLength(password);
    if (length <= max) return undefined;
    return {
      code: 'too-long',
      message: `The password has ${length} characters; at most ${max} are taken.`,
      details: { length, max },
    };
  };
}

/** Not one of these, compared whole and without regard to case (NIST SP 800-63B-4 section 3.1.1.2). */
export function notListed(words: Iterable<string>, code = 'listed'): PolicyRule {
  const listed = new Set([...words].filter((word) => word.trim() !== '').map(fold));
  return (password) =>
    listed.has(fold(password))
      ? {
          code,
          message: 'The password is one that is tried first: it is commonly used, or is a name from here.',
          details: {},
        }
      : undefined;
}

function fold(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}

/** Not one of the about fifty thousand that people use most. */
export function notCommon(): PolicyRule {
  let loading: Promise<PolicyRule> | undefined;
  return async (password) => {
    loading ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) =>
      notListed(dictionary['passwords-common'], 'common'),
    );
    return (await loading)(password);
  };
}

/** Neither one of these nor derived from them. */
function notExpected(words: readonly string[]): PolicyRule {
  const listed = notListed(words, 'expected');
  const isDerived = derivedFrom(words);
  return async (password) =>
    (await listed(password)) ??
    (isDerived(password)
      ? {
          code: 'expected',
          message: 'The password is made of names that are expected here, which are tried first.',
          details: {},
        }
      : undefined);
}

/** Not known from a breach. */
export function notBreached(options: BreachOptions): PolicyRule {
  checkBreachOptions(options);
  return async (password) => {
    const count = await checkBreached(password, options);
    if (count === 0) return undefined;
    return {
      code: 'breached',
      message: `The password is known from data breaches (${count} times) and is tried early.`,
      details: { count },
    };
  };
}

/** Hard enough to guess, by {@link estimateStrength}. */
export function minStrength(score: 1 | 2 | 3 | 4, inputs: readonly string[] = []): PolicyRule {
  checkInteger(score, 'score', { min: 1, max: 4 });
  return async (password) => {
    const strength = await estimateStrength(password, { inputs });
    if (strength.score >= score) return undefined;
    const advice = strength.warning ?? 'It is easy to guess.';
    return {
      code: 'too-weak',
      message: `The password is too weak. ${advice}`,
      details: { score: strength.score, min: score },
    };
  };
}

/** So many characters of a class. NIST SP 800-63B-4 forbids such rules; here for those whom another rule binds. */
export function compositionRequired(min: {
  readonly upper?: number;
  readonly lower?: number;
  readonly digits?: number;
  readonly symbols?: number;
}): PolicyRule {
  const classes = {
    upper: /\p{Lu}/gu,
    lower: /\p{Ll}/gu,
    digits: /\p{Nd}/gu,
    symbols: /[^\p{L}\p{N}\s]/gu,
  } as const;
  return (password) => {
    for (const [name, pattern] of Object.entries(classes)) {
      const wanted =
        name === 'upper' || name === 'lower' || name === 'digits' || name === 'symbols'
          ? (min[name] ?? 0)
          : 0;
      const found = password.match(pattern)?.length ?? 0;
      if (found < wanted)
        return {
          code: `missing-${name}`,
          message: `The password has ${found} ${name}; at least ${wanted} are needed.`,
          details: { found, min: wanted },
        };
    }
    return undefined;
  };
}

/** What the preset needs to know. */
export interface NistOptions {
  /** Whether the password is only one of two factors: then 8 characters are enough, instead of 15. Default false. */
  readonly mfa?: boolean;
  /** The longest password, at least 64 characters. Default 256. */
  readonly maxLength?: number;
  /** Values that are expected here: the service's name, the user's name and address. */
  readonly context?: readonly string[];
  /** Where breached passwords are looked up. Default: nowhere; the common ones are always refused. */
  readonly breach?: BreachOptions;
}

const NIST_OPTIONS: ReadonlySet<string> = new Set([
  'mfa',
  'maxLength',
  'context',
  'breach',
] satisfies readonly (keyof NistOptions)[]);

/**
 * NIST SP 800-63B-4 section 3.1.1.2: length alone, no composition rules, and a blocklist of common, expected and breached values compared whole.
 * What consists of expected values alone, doubled, decorated or with digits for letters, is one of them; what merely contains one is not.
 */
export function nistPolicy(options: NistOptions = {}): PasswordPolicy {
  checkOptions(options, NIST_OPTIONS);
  const { mfa = false, maxLength: max = 256, context = [], breach } = options;
  const expected = context.flatMap((value) => [value, ...value.split('@').slice(0, 1)]);
  return [
    minLength(mfa ? 8 : 15),
    maxLength(max),
    notExpected(expected),
    notCommon(),
    ...(breach ? [notBreached(breach)] : []),
  ];
}

/**
 * Checks a password that somebody wants to set.
 *
 * @param policy default {@link nistPolicy}
 * @returns every violation; none when it is acceptable
 * @throws what a breach source throws that fails closed
 */
export async function checkPassword(
  password: string,
  policy: PasswordPolicy = nistPolicy(),
): Promise<readonly PolicyViolation[]> {
  if (typeof password !== 'string') throw new InvalidArgumentError('password', 'password must be a string.');
  if (!Array.isArray(policy))
    throw new InvalidArgumentError('policy', 'policy must be an array of rules, such as nistPolicy() gives.');
  // A text of megabytes is too long; nothing else needs to be known of it.
  if (password.length > 2 * 65_536)
    return [
      {
        code: 'too-long',
        message: 'The password is too long.',
        details: { length: password.length, max: 65_536 },
      },
    ];
  if (!password.isWellFormed())
    return [{ code: 'ill-formed', message: 'The password holds half a character.', details: {} }];
  const normalized = normalizePassword(password, 'opaque');
  const outcomes = await Promise.all(policy.map((rule) => rule(normalized)));
  return outcomes.filter((violation) => violation !== undefined);
}
