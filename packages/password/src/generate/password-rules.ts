import { ImpossibleRuleError, PasswordRulesError } from '../errors.ts';
import { atoms, DIGITS, LOWER, MAX_PASSWORD_LENGTH, type Requirement, SYMBOLS, UPPER } from './options.ts';
import type { CountableRule } from './space.ts';

/** The rules of a `passwordrules` text. Character classes are spelled out. */
export interface PasswordRules {
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  /** From `max-consecutive` and `max-repeating`, which have the same meaning. */
  readonly maxConsecutive: number | undefined;
  readonly maxSequential: number | undefined;
  /** At least one character of each is required; two of a class that is listed twice. */
  readonly required: readonly string[];
  /** Characters that are allowed in addition. */
  readonly allowed: string;
}

// The language also allows a space, but many forms reject it at either end.
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
  'max-repeating',
  'max-sequential',
]);

const MAX_RULES_LENGTH = 2048;
const DEFAULT_LENGTH = 20;

/**
 * Reads a `passwordrules` text, as the HTML attribute of that name and Apple's password manager use it:
 * `minlength: 8; maxlength: 20; required: lower, upper; required: digit; allowed: [-_.]; max-consecutive: 2`.
 *
 * `max-repeating` is read as `max-consecutive`. `max-sequential` limits sequences such as `abc` or `321`.
 *
 * @throws {@link PasswordRulesError} `ERR_PASSWORD_RULES_SYNTAX`
 */
export function parsePasswordRules(text: string): PasswordRules {
  if (typeof text !== 'string' || text.length > MAX_RULES_LENGTH)
    throw new PasswordRulesError(`it must be a string of at most ${MAX_RULES_LENGTH} characters`);
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
    // Apple's parser also ignores a property without a value, and a number of 0.
    if (value === '') continue;
    if (name === 'required') required.push(characters(value));
    else if (name === 'allowed') allowed += characters(value);
    else numbers.set(name, strictest(name, numbers.get(name), integer(name, value)));
  }
  const consecutive = [numbers.get('max-consecutive'), numbers.get('max-repeating')].filter((max) => !!max);
  return {
    minLength: numbers.get('minlength') || undefined,
    maxLength: numbers.get('maxlength') || undefined,
    maxConsecutive: consecutive.length === 0 ? undefined : Math.min(...consecutive.map(Number)),
    maxSequential: numbers.get('max-sequential') || undefined,
    required: required.filter((set) => set !== ''),
    allowed,
  };
}

/** Brings rules into the form that is counted, with 20 characters if they allow it. */
export function countableFromRules(rules: PasswordRules): CountableRule {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, maxConsecutive, maxSequential } = rules;
  const requirements = distinct(rules.required);
  const least = requirements.reduce((total, { min }) => total + min, 0);
  const length = Math.min(Math.max(DEFAULT_LENGTH, minLength, least), maxLength);
  if (length < minLength) throw new ImpossibleRuleError('its minlength is above its maxlength');
  if (length > MAX_PASSWORD_LENGTH)
    throw new ImpossibleRuleError(`it needs more than ${MAX_PASSWORD_LENGTH} characters`);
  const named = `${rules.allowed}${rules.required.join('')}`;
  return {
    length,
    ...atoms(requirements, named === '' ? ASCII : named),
    maxConsecutive,
    maxSequential,
  };
}

/** Sites list a class twice to require two characters of it. */
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
        throw new PasswordRulesError('it has an unknown class; your own class is written [abc]');
      // Apple's parser also accepts a dash only at the beginning, and ignores characters outside ASCII.
      return custom.replace(/(?<!^)-|[^ -~]/g, '');
    })
    .join('');
}

/** Splits at a separator outside of `[…]`. If `]` is the last character of a class, it follows the closing bracket here. */
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

function integer(name: string, value: string): number {
  if (/^\d{1,5}$/.test(value)) return Number(value);
  throw new PasswordRulesError(`${name} must be an integer of at most five digits`);
}

/** The value that satisfies both. */
function strictest(name: string, known: number | undefined, value: number): number {
  if (!known || !value) return known || value;
  return name === 'minlength' ? Math.max(known, value) : Math.min(known, value);
}
