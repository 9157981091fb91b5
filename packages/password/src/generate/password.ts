import { checkOptions, InvalidArgumentError } from '@countersign/core';
import { passwordSpace } from './counting.ts';
import { countableFromRules, parsePasswordRules } from './password-rules.ts';
import { countableRule, type PasswordOptions } from './policy.ts';
import { type CountableRule, log2, type PasswordSpace } from './space.ts';

/** How a password is generated: by options, or by a `passwordrules` text. */
export type PasswordRecipe = PasswordOptions | { readonly passwordRules: string };

const spaces = new Map<string, PasswordSpace>();
const MAX_REMEMBERED = 16;

function spaceOf(recipe: PasswordRecipe): PasswordSpace {
  if (typeof recipe !== 'object' || recipe === null)
    throw new InvalidArgumentError('options', 'options must be an object.');
  const key = JSON.stringify(recipe);
  const known = spaces.get(key);
  if (known) return known;
  const rule = 'passwordRules' in recipe ? ruleOf(recipe) : countableRule(recipe);
  const space = passwordSpace(rule);
  const [oldest] = spaces.keys();
  if (spaces.size >= MAX_REMEMBERED && oldest !== undefined) spaces.delete(oldest);
  spaces.set(key, space);
  return space;
}

function ruleOf(recipe: { readonly passwordRules: string }): CountableRule {
  checkOptions(recipe, new Set(['passwordRules']));
  return countableFromRules(parsePasswordRules(recipe.passwordRules));
}

/**
 * A random password, uniform over exactly the passwords that satisfy the rule. It takes as many steps as it has characters.
 *
 * @throws {@link InvalidArgumentError} for a length below the sum of the minimums, {@link ImpossibleRuleError} `ERR_PASSWORD_RULE`,
 * {@link RuleTooComplexError} `ERR_PASSWORD_RULE_COMPLEX`, {@link PasswordRulesError} `ERR_PASSWORD_RULES_SYNTAX`
 * @example
 * generatePassword({ length: 16, upper: 3, digits: 3, lower: 1 })
 */
export function generatePassword(recipe: PasswordRecipe = {}): string {
  return spaceOf(recipe).draw();
}

/**
 * The entropy of {@link generatePassword} with the same options, in bits: log2 of the number of passwords that satisfy them.
 *
 * @throws as {@link generatePassword}
 */
export function entropyBits(recipe: PasswordRecipe = {}): number {
  return log2(spaceOf(recipe).size);
}
