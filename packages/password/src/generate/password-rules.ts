import { CountersignError } from '@countersign/core';
import { ImpossibleRuleError } from '../errors.ts';
import { atoms, DIGITS, LOWER, MAX_PASSWORD_LENGTH, type Requirement, SYMBOLS, UPPER } from './policy.ts';
import type { CountableRule } from './space.ts';

/** A `passwordrules` text is not of that language. `ERR_PASSWORD_RULES_SYNTAX` */
export class PasswordRulesError extends CountersignError {
  override readonly name: string = 'PasswordRulesError';

  constructor(reason: string) {
    super('ERR_PASSWORD_RULES_SYNTAX', `The passwordrules text cannot be read: ${reason}.`);
  }
}

/** What a `passwordrules` text says. Character classes are spelled out. */
export interface PasswordRules {
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  readonly maxConsecutive: number | undefined;
  /** One character of each must occur; of one that stands here twice, two. */
  readonly required: readonly string[];
  /** What may occur beside that. */
  readonly allowed: string;
}

// A space is allowed by the language, too, and refused by many forms at either end.
const ASCII = `${UPPER}${LOWER}${DIGITS}${SYMBOLS}`;
const CLASSES: ReadonlyMap<string, string> = new Map([
  ['upper', UPPER],
  ['lower', LOWER],
  ['digit', DIGITS],
  ['special', SYMBOLS],
  ['ascii-printable', ASCII],
  ['unicode', ASCII],
]);

const PROPERTIES: ReadonlySet<string> = new Set([
  'required',
  'allowed',
  'minlength',
  'maxlength',
  'max-consecutive',
]);

const MAX_RULES_LENGTH = 2048;
const DEFAULT_LENGTH = 20;

/**
 * Reads a `passwordrules` text, as the HTML attribute of that name and Apple's password manager use it:
 * `minlength: 8; maxlength: 20; required: lower, upper; required: digit; allowed: [-_.]; max-consecutive: 2`.
 *
 * @throws {@link PasswordRulesError} `ERR_PASSWORD_RULES_SYNTAX`
 */
export function parsePasswordRules(text: string): PasswordRules {
  if (typeof text !== 'string' || text.length > MAX_RULES_LENGTH)
    throw new PasswordRulesError(`it is not a text of at most ${MAX_RULES_LENGTH} characters`);
  const required: string[] = [];
  let allowed = '';
  const numbers = new Map<string, number>();
  for (const property of splitOutsideBrackets(text, ';')) {
    const at = property.indexOf(':');
    if (property.trim() === '') continue;
    const name = property.slice(0, Math.max(0, at)).trim().toLowerCase();
    const value = property.slice(at + 1).trim();
    if (!PROPERTIES.has(name))
      throw new PasswordRulesError(`it has a property other than ${[...PROPERTIES].join(', ')}`);
    // As Apple's own parser does: a property without a value says nothing, and neither does a number of 0.
    if (value === '') continue;
    if (name === 'required') required.push(characters(value));
    else if (name === 'allowed') allowed += characters(value);
    else numbers.set(name, strictest(name, numbers.get(name), wholeNumber(name, value)));
  }
  return {
    minLength: numbers.get('minlength') || undefined,
    maxLength: numbers.get('maxlength') || undefined,
    maxConsecutive: numbers.get('max-consecutive') || undefined,
    required: required.filter((set) => set !== ''),
    allowed,
  };
}

/** Brings the rules into the form that is counted, with a length that they allow and that is best 20. */
export function countableFromRules(rules: PasswordRules): CountableRule {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = rules;
  const length = Math.min(Math.max(DEFAULT_LENGTH, minLength), maxLength);
  if (length < minLength) throw new ImpossibleRuleError('its minlength is above its maxlength');
  if (length > MAX_PASSWORD_LENGTH)
    throw new ImpossibleRuleError(`its minlength is above ${MAX_PASSWORD_LENGTH}`);
  const requirements = distinct(rules.required);
  const named = `${rules.allowed}${rules.required.join('')}`;
  return {
    length,
    ...atoms(requirements, named === '' ? ASCII : named),
    maxConsecutive: rules.maxConsecutive,
  };
}

/** A class that is required twice is required two times: sites write it that way. */
function distinct(required: readonly string[]): readonly Requirement[] {
  const minimums = new Map<string, number>();
  for (const set of required) {
    const key = [...new Set(set)].sort().join('');
    minimums.set(key, (minimums.get(key) ?? 0) + 1);
  }
  return [...minimums].map(([set, min]) => ({ characters: set, min }));
}

function characters(value: string): string {
  return splitOutsideBrackets(value, ',')
    .map((item) => item.trim())
    .map((item) => {
      const known = CLASSES.get(item.toLowerCase());
      if (known !== undefined) return known;
      const custom = /^\[([^\]]*\]?)\]$/.exec(item)?.[1];
      if (custom === undefined)
        throw new PasswordRulesError(
          'it names a class that is not known; a class of your own is written [abc]',
        );
      // As Apple's own parser does: a dash counts at the beginning only, and what is not of ASCII does not count.
      return custom.replace(/(?<!^)-|[^ -~]/g, '');
    })
    .join('');
}

/** Splits at a separator that does not stand in `[…]`. A `]` that is such a class's last character comes behind it here. */
function splitOutsideBrackets(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let isInside = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '[' && !isInside) isInside = true;
    else if (character === ']') isInside = false;
    else if (character === separator && !isInside) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  if (isInside) throw new PasswordRulesError('a [ has no ]');
  return [...parts, text.slice(start)];
}

function wholeNumber(name: string, value: string): number {
  if (/^\d{1,5}$/.test(value)) return Number(value);
  throw new PasswordRulesError(`${name} is not a whole number`);
}

/** Of two values the one that satisfies both. */
function strictest(name: string, known: number | undefined, value: number): number {
  if (!known || !value) return known || value;
  return name === 'minlength' ? Math.max(known, value) : Math.min(known, value);
}
