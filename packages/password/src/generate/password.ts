import { readMembers, readOptions } from '@countersign/core/internal';
import { PasswordRulesError } from '../errors.ts';
import { passwordSpace } from './counting.ts';
import { countableRule, type PasswordOptions, readPasswordOptions } from './options.ts';
import { countableFromRules, parsePasswordRules } from './password-rules.ts';
import { log2, type PasswordSpace } from './space.ts';

/** How a password is generated: by options, or by a `passwordrules` text. */
export type GeneratePasswordOptions = PasswordOptions | { readonly passwordRules: string };

/** The newest spaces, by their options as they were read. */
const spaces = new Map<string, PasswordSpace>();
const MAX_SPACES = 16;

function spaceOf(options: unknown): PasswordSpace {
  const members = readMembers(options, 'options');
  const read =
    'passwordRules' in members
      ? readOptions(members, { passwordRules: rulesText })
      : readPasswordOptions(members);
  // Every member of `read` is a checked string, number, boolean or class.
  const key = JSON.stringify(read);
  const known = spaces.get(key);
  if (known) return known;
  const space = passwordSpace(
    'passwordRules' in read
      ? countableFromRules(parsePasswordRules(read.passwordRules))
      : countableRule(read),
  );
  const [oldest] = spaces.keys();
  if (spaces.size >= MAX_SPACES && oldest !== undefined) spaces.delete(oldest);
  spaces.set(key, space);
  return space;
}

function rulesText(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new PasswordRulesError('it must be a string');
}

/**
 * A random password. All passwords that satisfy the rule are equally likely.
 *
 * @throws {@link InvalidArgumentError} for a length below the sum of the minimums, {@link ImpossibleRuleError} `ERR_PASSWORD_RULE`,
 * {@link RuleTooComplexError} `ERR_PASSWORD_RULE_COMPLEX`, {@link PasswordRulesError} `ERR_PASSWORD_RULES_SYNTAX`
 * @example
 * generatePassword({ length: 16, upper: 3, digits: 3, lower: 1 })
 */
export function generatePassword(options: GeneratePasswordOptions = {}): string {
  return spaceOf(options).draw();
}

/**
 * The entropy of {@link generatePassword} with the same options, in bits: log2 of the number of passwords that satisfy them.
 *
 * It is exact, except with `maxSequential`, or with `maxConsecutive` and many minimums. Then it is a lower bound, usually less
 * than 0.1 bits too low.
 *
 * @throws as {@link generatePassword}
 */
export function entropyBits(options: GeneratePasswordOptions = {}): number {
  return log2(spaceOf(options).size);
}
