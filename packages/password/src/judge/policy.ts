import { InvalidArgumentError } from '@countersign/core';
import {
  boolean,
  func,
  integer,
  list,
  narrowing,
  type OptionTable,
  optional,
  readOptions,
  string,
  withDefault,
} from '@countersign/core/internal';
import { normalizePassword } from '../normalize.ts';
import { type BreachOptions, readBreachOptions } from './breach.ts';
import { type PasswordPolicy, type PolicyRule, type PolicyViolation, violation } from './rule.ts';
import {
  maxBytes,
  maxLength,
  minLength,
  minStrength,
  notBreached,
  notCommon,
  notExpected,
  notPredictable,
  utf8Length,
} from './rules.ts';
import { dictionaryObject, type StrengthDictionary } from './strength.ts';

/** Options of {@link nistPolicy}. */
export interface NistOptions {
  /** Whether the password is one of two factors. Then 8 characters are enough, instead of 15. Default false. */
  readonly mfa?: boolean | undefined;
  /** The most characters, at least 64. Default 256. */
  readonly maxLength?: number | undefined;
  /** The most UTF-8 bytes. Pass the hasher's `maxPasswordBytes` if you changed it. Default 1024. */
  readonly maxPasswordBytes?: number | undefined;
  /** Values that an attacker tries first: the service's name, the user's name and address. At most 100. */
  readonly context?: readonly string[];
  /** Where breached passwords are looked up. Default: nowhere. */
  readonly breach?: BreachOptions;
  /** Word lists of other languages, as in {@link StrengthOptions}. */
  readonly dictionary?: StrengthDictionary | undefined;
}

/** The limit for any password, in UTF-8 bytes. Nothing else is computed for a longer one. */
const MAX_PASSWORD_BYTES = 4096;
/** The default of `hash`. */
const DEFAULT_MAX_BYTES = 1024;

const OPTIONS = {
  mfa: withDefault(boolean, false),
  maxLength: withDefault(integer({ min: 64, max: MAX_PASSWORD_BYTES }), 256),
  maxPasswordBytes: withDefault(integer({ min: 64, max: 65_536 }), DEFAULT_MAX_BYTES),
  context: narrowing(list(string, { max: 100 })),
  breach: narrowing(readBreachOptions),
  dictionary: optional(dictionaryObject),
} satisfies OptionTable<NistOptions>;

/**
 * The policy of NIST SP 800-63B-4 section 3.1.1.2: length instead of composition rules, and a blocklist of common, expected and
 * breached passwords.
 *
 * It rejects what attackers try first: repetition, runs, keyboard rows, common words and `context` values, also doubled,
 * decorated or with digits for letters. It accepts a random password that happens to contain a short name.
 *
 * A check takes a few milliseconds (see {@link estimateStrength}); the first one in a process loads the word lists. Making a
 * policy costs microseconds, so make one for each user.
 *
 * @throws {@link InvalidArgumentError}
 * @example
 * const violations = await checkPassword(password, nistPolicy({ context: ['example.com', user.email] }))
 */
export function nistPolicy(options: NistOptions = {}): PasswordPolicy {
  const {
    mfa,
    maxLength: max,
    maxPasswordBytes,
    context = [],
    breach,
    dictionary,
  } = readOptions(options, OPTIONS);
  return [
    minLength(mfa ? 8 : 15),
    maxLength(max),
    maxBytes(maxPasswordBytes),
    notPredictable(),
    notExpected(context),
    notCommon(),
    // Eight random characters have a score of 2.
    minStrength(mfa ? 2 : 3, context, { dictionary }),
    ...(breach ? [notBreached(breach)] : []),
  ];
}

const readPolicy = list(func<PolicyRule>());

/**
 * Checks a password that a user wants to set.
 *
 * @param policy default {@link nistPolicy}
 * @returns every violation; an empty array if the password is acceptable
 * @throws {@link BreachSourceError} `ERR_BREACH_SOURCE` if a breach source fails, unless it fails open
 */
export async function checkPassword(
  password: string,
  policy: PasswordPolicy = nistPolicy(),
): Promise<readonly PolicyViolation[]> {
  const original = string(password, 'password');
  const rules = readPolicy(policy, 'policy', true);
  // UTF-8 never has fewer bytes than UTF-16 has units.
  if (original.length > MAX_PASSWORD_BYTES || utf8Length(original) > MAX_PASSWORD_BYTES)
    return [
      violation('too-long', `The password has more than ${MAX_PASSWORD_BYTES} bytes.`, {
        max: MAX_PASSWORD_BYTES,
      }),
    ];
  if (!original.isWellFormed())
    return [violation('ill-formed', 'The password contains invalid Unicode (a lone surrogate).')];
  const normalized = normalizePassword(original, 'opaque');
  const results = await Promise.all(rules.map((rule) => rule(normalized, original)));
  return results.flatMap((result) => (result === undefined ? [] : result)).map(checkViolation);
}

/** A rule of the caller that returns anything else must not accept the password. */
function checkViolation(found: unknown): PolicyViolation {
  if (isViolation(found)) return found;
  throw new InvalidArgumentError(
    'policy',
    'policy has a rule that returned neither a violation nor undefined.',
  );
}

function isViolation(found: unknown): found is PolicyViolation {
  return typeof found === 'object' && found !== null && 'code' in found && typeof found.code === 'string';
}
