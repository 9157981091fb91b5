import { describe, expect, test } from 'vitest';
import { chiSquared, everyText } from '../../test/counts.ts';
import { entropyBits, generatePassword } from '../index.ts';
import { passwordSpace } from './counting.ts';
import { countableRule, type PasswordOptions, readPasswordOptions } from './options.ts';
import { countableFromRules, parsePasswordRules } from './password-rules.ts';
import { RejectionSpace } from './rejection.ts';
import { RunLimitedSpace } from './runs.ts';
import { type CountableRule, log2, type PasswordSpace } from './space.ts';

const ruleOf = (options: PasswordOptions): CountableRule => countableRule(readPasswordOptions(options));
const spaceFor = (options: PasswordOptions): PasswordSpace => passwordSpace(ruleOf(options));
const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

// A small alphabet: two capitals, three digits, one symbol.
const SMALL = {
  upper: 1,
  lower: false,
  digits: 1,
  symbols: { min: 0, characters: '!' },
  exclude: 'CDEFGHIJKLMNOPQRSTUVWXYZ3456789',
} as const;
const isValid = (text: string): boolean => /[AB]/.test(text) && /[012]/.test(text);

describe('the space of passwords', () => {
  test.each([2, 3, 4, 5])('has exactly the passwords of length %i that satisfy the rule', (length) => {
    const valid = everyText('AB012!', length).filter(isValid);
    const space = spaceFor({ ...SMALL, length });
    expect(space.size).toBe(BigInt(valid.length));
    expect(entropyBits({ ...SMALL, length })).toBeCloseTo(Math.log2(valid.length), 10);
  });

  // Every rule beside a plain enumeration of all texts: the size, and that each text that is drawn is one of them.
  const own = (min: number, characters: string): { min: number; characters: string } => ({ min, characters });
  test.each<readonly [PasswordOptions, string, (text: string) => boolean]>([
    [
      { length: 4, upper: own(2, 'AB'), lower: false, digits: own(1, '01') },
      'AB01',
      (text) => {
        return count(text, /[AB]/g) >= 2 && /[01]/.test(text);
      },
    ],
    [
      { length: 3, upper: own(0, 'A'), lower: own(0, 'b'), digits: own(3, '01') },
      'Ab01',
      (text) => /^[01]{3}$/.test(text),
    ],
    [{ length: 3, upper: false, lower: false, digits: false, symbols: own(0, 'äß€🐎') }, 'äß€🐎', () => true],
    // Classes of one's own may overlap: a character then counts for each.
    [
      { length: 3, upper: own(1, 'ab'), lower: own(1, 'bc'), digits: own(1, 'cd') },
      'abcd',
      (text) => {
        return /[ab]/.test(text) && /[bc]/.test(text) && /[cd]/.test(text);
      },
    ],
    [
      { length: 4, upper: own(2, 'ab'), lower: own(2, 'bc'), digits: false },
      'abc',
      (text) => {
        return count(text, /[ab]/g) >= 2 && count(text, /[bc]/g) >= 2;
      },
    ],
    [
      { length: 4, upper: own(1, 'AB'), lower: own(1, 'ab'), digits: false, maxConsecutive: 2 },
      'ABab',
      (text) => {
        return /[AB]/.test(text) && /[ab]/.test(text) && !/(.)\1\1/.test(text);
      },
    ],
    [
      { length: 5, upper: own(3, 'AB'), lower: own(1, 'Aa'), digits: false, maxConsecutive: 1 },
      'ABa',
      (text) => {
        return count(text, /[AB]/g) >= 3 && /[Aa]/.test(text) && !/(.)\1/.test(text);
      },
    ],
    [
      { length: 4, upper: own(0, 'A'), lower: own(0, 'b'), digits: false, maxConsecutive: 3 },
      'Ab',
      (text) => !/(.)\1{3}/.test(text),
    ],
    [{ length: 2, upper: false, lower: false, digits: 0, exclude: '3456789' }, '012', () => true],
    // A character that is twice in an alphabet counts once.
    [{ length: 2, upper: own(0, 'AAB'), lower: false, digits: false }, 'AB', () => true],
  ])('of %j is what an enumeration finds', (options, alphabet, satisfies) => {
    const { length = 0 } = options;
    const valid = new Set(everyText(alphabet, length).filter(satisfies));
    const space = spaceFor(options);
    expect(space.size).toBe(BigInt(valid.size));
    const drawn = new Set(Array.from({ length: valid.size * 12 }, () => space.draw()));
    expect([...drawn].filter((text) => !valid.has(text))).toEqual([]);
    // Twelve times as many draws as there are passwords leave one of them out once in a few thousand runs at most.
    expect(drawn.size).toBeGreaterThan(valid.size * 0.97);
  });

  test.each([1, 2])('counts runs of at most %i', (maxConsecutive) => {
    const tooLong = new RegExp(`(.)\\1{${maxConsecutive}}`);
    const valid = everyText('AB012!', 4).filter((text) => isValid(text) && !tooLong.test(text));
    expect(spaceFor({ ...SMALL, length: 4, maxConsecutive }).size).toBe(BigInt(valid.length));
  });

  // 108 passwords have 107 degrees of freedom: the statistic exceeds 185 less than once in a million runs.
  const BOUND = 185;
  const DRAWS = 12_000;

  test.each([undefined, 1])('is drawn from uniformly (runs of at most %j)', (maxConsecutive) => {
    const tooLong = new RegExp(`(.)\\1{${maxConsecutive ?? 3}}`);
    const valid = everyText('AB012!', 3).filter((text) => isValid(text) && !tooLong.test(text));
    const counts = new Map(valid.map((text) => [text, 0]));
    const options: PasswordOptions = {
      ...SMALL,
      length: 3,
      ...(maxConsecutive !== undefined && { maxConsecutive }),
    };
    for (let draw = 0; draw < DRAWS; draw++) {
      const password = generatePassword(options);
      counts.set(password, (counts.get(password) ?? Number.NaN) + 1);
    }
    expect(counts.size).toBe(valid.length);
    expect(chiSquared([...counts.values()], DRAWS)).toBeLessThan(BOUND);
  });

  test.each([
    [
      'overlapping requirements',
      'maxlength: 3; required: [ab]; required: [bc]; allowed: [d]',
      'abcd',
      /[ab]/,
      /[bc]/,
      /(?!)/,
    ],
    [
      'a class that is required twice',
      'maxlength: 3; required: [ab]; required: [ab]; allowed: [cd]',
      'abcd',
      /[ab].*[ab]/,
      /./,
      /(?!)/,
    ],
    [
      'overlaps and limited runs',
      'maxlength: 4; required: [ab]; required: [bc]; max-consecutive: 1',
      'abc',
      /[ab]/,
      /[bc]/,
      /(.)\1/,
    ],
  ])('is drawn from uniformly with %s', (_name, passwordRules, alphabet, one, other, never) => {
    const length = Number(/maxlength: (\d)/.exec(passwordRules)?.[1]);
    const valid = everyText(alphabet, length).filter(
      (text) => one.test(text) && other.test(text) && !never.test(text),
    );
    const counts = new Map(valid.map((text) => [text, 0]));
    for (let draw = 0; draw < DRAWS / 2; draw++) {
      const password = generatePassword({ passwordRules });
      counts.set(password, (counts.get(password) ?? Number.NaN) + 1);
    }
    expect(counts.size).toBe(valid.length);
    // Beyond this once in a million runs: the mean, and five and a half deviations.
    const freedom = valid.length - 1;
    expect(chiSquared([...counts.values()], DRAWS / 2)).toBeLessThan(freedom + 5.5 * Math.sqrt(2 * freedom));
  });

  test('is seen not to be, when one of each class is drawn first and the rest shuffled in', () => {
    const valid = everyText('AB012!', 3).filter(isValid);
    const counts = new Map(valid.map((text) => [text, 0]));
    const pick = (text: string): string => text[Math.floor(Math.random() * text.length)] ?? '';
    for (let draw = 0; draw < DRAWS; draw++) {
      const characters = [pick('AB'), pick('012'), pick('AB012!')];
      const password = characters
        .map((character) => ({ character, order: Math.random() }))
        .sort((a, b) => a.order - b.order)
        .map(({ character }) => character)
        .join('');
      counts.set(password, (counts.get(password) ?? 0) + 1);
    }
    expect(chiSquared([...counts.values()], DRAWS)).toBeGreaterThan(BOUND);
  });

  test('overlapping requirements are counted once each', () => {
    const rule = countableFromRules(parsePasswordRules('maxlength: 2; required: [ab]; required: [bc]'));
    const valid = everyText('abc', 2).filter((text) => /[ab]/.test(text) && /[bc]/.test(text));
    expect(passwordSpace(rule).size).toBe(BigInt(valid.length));
  });
});

describe('limits that are too many to count', () => {
  const digits: PasswordOptions = { length: 4, upper: false, lower: false, digits: 4 };
  const isKept = (text: string): boolean => !/012|123|210|321|(.)\1\1/.test(text);

  test('are kept, with all passwords equally likely and a lower bound of their number', () => {
    const options: PasswordOptions = { ...digits, exclude: '456789', maxSequential: 2, maxConsecutive: 2 };
    const valid = everyText('0123', 4).filter(isKept);
    const space = new RejectionSpace(ruleOf(options));
    expect(space.size).toBeLessThanOrEqual(BigInt(valid.length));
    expect(space.size).toBeGreaterThan(BigInt(valid.length - 25));
    const counts = new Map(valid.map((text) => [text, 0]));
    for (let draw = 0; draw < 8000; draw++) {
      const password = generatePassword(options);
      counts.set(password, (counts.get(password) ?? Number.NaN) + 1);
    }
    expect(counts.size).toBe(valid.length);
    const freedom = valid.length - 1;
    expect(chiSquared([...counts.values()], 8000)).toBeLessThan(freedom + 5.5 * Math.sqrt(2 * freedom));
  });

  test('have nearly the size that exact counting finds', () => {
    const rule = ruleOf({ length: 20, upper: 2, lower: 2, digits: 2, maxConsecutive: 2 });
    const [exact, bound] = [new RunLimitedSpace(rule).size, new RejectionSpace(rule).size];
    expect(bound).toBeLessThanOrEqual(exact);
    expect(log2(exact) - log2(bound)).toBeLessThan(0.1);
  });

  test.each([
    [{ length: 64, upper: 2, lower: 2, digits: 2, symbols: 2, maxConsecutive: 2 }],
    [{ length: 64, upper: 8, lower: 8, digits: 8, symbols: 8, maxConsecutive: 2 }],
    [{ length: 64, upper: 3, lower: 3, digits: 3, symbols: 3, maxConsecutive: 1 }],
    [{ length: 256, upper: 9, lower: 9, digits: 9, symbols: 9, maxConsecutive: 2, maxSequential: 3 }],
  ])('work for %j', (options) => {
    const password = generatePassword(options);
    expect(password).toHaveLength(options.length);
    expect(password).not.toMatch(options.maxConsecutive === 1 ? /(.)\1/ : /(.)\1\1/);
    expect(entropyBits(options)).toBeLessThan(options.length * Math.log2(94));
    expect(entropyBits(options)).toBeGreaterThan(options.length * Math.log2(94) - 10);
  });

  test.each([{ maxConsecutive: 20 }, { maxConsecutive: 200 }, { maxSequential: 20 }])(
    '%j limits nothing of 20 characters',
    (limit) => expect(entropyBits(limit)).toBe(entropyBits()),
  );
});

test.each([
  [1n, 0],
  [8n, 3],
  [3n, Math.log2(3)],
  [2n ** 53n, 53],
  [2n ** 1000n, 1000],
  [3n ** 700n, 700 * Math.log2(3)],
])('log2 of %d', (value, expected) => expect(log2(value)).toBeCloseTo(expected, 10));
