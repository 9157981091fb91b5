import { hash } from '@countersign/core';
import { EFF_LONG_WORDLIST } from 'secure-password-utilities/wordlists';
import { describe, expect, test } from 'vitest';
import {
  entropyBits,
  generatePassphrase,
  generatePassword,
  type PasswordOptions,
  passphraseEntropyBits,
} from '../index.ts';
import { passwordSpace } from './counting.ts';
import { countableFromRules, parsePasswordRules } from './password-rules.ts';
import { countableRule } from './policy.ts';

/** Every text of a length over an alphabet. */
function everyText(alphabet: string, length: number): readonly string[] {
  return length === 0
    ? ['']
    : everyText(alphabet, length - 1).flatMap((text) => [...alphabet].map((character) => text + character));
}

/** The chi-squared statistic of counts that should be equal. */
function chiSquared(counts: readonly number[], draws: number): number {
  const expected = draws / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

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
    const space = passwordSpace(countableRule({ ...SMALL, length }));
    expect(space.size).toBe(BigInt(valid.length));
    expect(entropyBits({ ...SMALL, length })).toBeCloseTo(Math.log2(valid.length), 10);
  });

  test.each([1, 2])('counts runs of at most %i', (maxConsecutive) => {
    const tooLong = new RegExp(`(.)\\1{${maxConsecutive}}`);
    const valid = everyText('AB012!', 4).filter((text) => isValid(text) && !tooLong.test(text));
    expect(passwordSpace(countableRule({ ...SMALL, length: 4, maxConsecutive })).size).toBe(
      BigInt(valid.length),
    );
  });

  // 108 passwords have 107 degrees of freedom: the statistic exceeds 185 less than once in a million runs.
  const BOUND = 185;
  const DRAWS = 40_000;

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
});

describe('generatePassword', () => {
  test.each([
    [{ length: 3, upper: 2, lower: 1, digits: 1 }, 'length'],
    [{ length: 0 }, 'length'],
    [{ length: Number.NaN }, 'length'],
    [{ upper: -1 }, 'upper'],
    [{ digits: 2, exclude: '0123456789' }, 'exclude'],
    [{ maxConsecutive: 0 }, 'maxConsecutive'],
  ])('refuses %j and names the option', (options, argument) => {
    expect(() => generatePassword(options)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument }),
    );
  });

  test('refuses a rule that nothing satisfies, with the reason', () => {
    const options = {
      length: 4,
      upper: false,
      lower: false,
      digits: 1,
      exclude: '123456789',
      maxConsecutive: 1,
    } as const;
    expect(() => generatePassword(options)).toThrow(expect.objectContaining({ code: 'ERR_PASSWORD_RULE' }));
  });

  test('leaves out what is excluded', () => {
    const password = generatePassword({ length: 256, excludeAmbiguous: true, exclude: 'abc', symbols: 1 });
    expect(password).not.toMatch(/[0O1lI|`'"5S2Z8Babc]/);
  });

  test('takes the longest password in a moment', () => {
    expect(generatePassword({ length: 256, upper: 32, lower: 32, digits: 32, symbols: 32 })).toHaveLength(
      256,
    );
    expect(
      generatePassword({ length: 64, upper: 2, lower: 2, digits: 2, symbols: 2, maxConsecutive: 2 }),
    ).toHaveLength(64);
  });
});

describe('passwordrules', () => {
  test.each([
    [
      'minlength: 8; maxlength: 20; max-consecutive: 2; required: lower, upper; required: digit;',
      /^(?=.*\d)[A-Za-z\d]{20}$/,
    ],
    [
      'required: upper; required: lower; required: digit; required: [-().&@?\'#,/"+]; allowed: ascii-printable; maxlength: 12',
      /^[!-~]{12}$/,
    ],
    ['minlength: 24; allowed: digit', /^\d{24}$/],
    ['minlength: 5; maxlength: 5; required: [ab]]; allowed: [;:]', /^(?=.*[ab\]])[ab\];:]{5}$/],
    ['', /^[!-~]{20}$/],
  ])('%j are kept', (passwordRules, pattern) => {
    for (let round = 0; round < 50; round++) {
      const password = generatePassword({ passwordRules });
      expect(password).toMatch(pattern);
      if (passwordRules.includes('max-consecutive: 2')) expect(password).not.toMatch(/(.)\1\1/);
    }
  });

  test.each([
    'required upper',
    'required: capital',
    'minlength: many',
    'allowed: [abc',
    'colour: red',
    'x'.repeat(3000),
  ])('%j are refused', (text) => {
    expect(() => generatePassword({ passwordRules: text })).toThrow(
      expect.objectContaining({ code: 'ERR_PASSWORD_RULES_SYNTAX' }),
    );
  });

  test('overlapping requirements are counted once each', () => {
    const rule = countableFromRules(parsePasswordRules('maxlength: 2; required: [ab]; required: [bc]'));
    const valid = everyText('abc', 2).filter((text) => /[ab]/.test(text) && /[bc]/.test(text));
    expect(passwordSpace(rule).size).toBe(BigInt(valid.length));
  });
});

describe('generatePassphrase', () => {
  test("draws from the EFF's large list, unchanged", () => {
    const dice = (index: number): string =>
      index
        .toString(6)
        .padStart(5, '0')
        .replace(/\d/g, (digit) => String(Number(digit) + 1));
    const file = EFF_LONG_WORDLIST.map((word, index) => `${dice(index)}\t${word}\n`).join('');
    expect(hash('sha256', file, { encoding: 'hex' })).toBe(
      'addd35536511597a02fa0a9ff1e5284677b8883b83e986e43f15a3db996b903e',
    );
  });

  test('has six words that the separator keeps apart', () => {
    for (let round = 0; round < 200; round++) expect(generatePassphrase().split('-')).toHaveLength(6);
    expect(passphraseEntropyBits()).toBeCloseTo(6 * Math.log2(7772), 10);
  });

  test('takes separators, capitals and a digit', () => {
    expect(generatePassphrase({ words: 4, separator: '.', capitalize: true, number: true })).toMatch(
      /^([A-Z][a-z-]*\d?)(\.[A-Z][a-z-]*\d?){3}$/,
    );
    expect(passphraseEntropyBits({ words: 4, separator: '.', number: true })).toBeCloseTo(
      4 * Math.log2(7776) + Math.log2(40),
      10,
    );
  });

  test.each([{ words: 1 }, { wordList: ['a', 'b'] }, { separator: 'x'.repeat(17) }])(
    'refuses %j',
    (options) => {
      expect(() => generatePassphrase(options)).toThrow(
        expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }),
      );
    },
  );
});
