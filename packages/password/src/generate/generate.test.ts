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
import { countableRule, UPPER } from './policy.ts';
import { log2 } from './space.ts';

/** Every text of a length over an alphabet. */
function everyText(alphabet: string, length: number): readonly string[] {
  return length === 0
    ? ['']
    : everyText(alphabet, length - 1).flatMap((text) => [...alphabet].map((character) => text + character));
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

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

describe('what is remembered', () => {
  test('a rule is counted once, and again when sixteen others were asked for since', () => {
    let reads = 0;
    const watched: PasswordOptions = {
      get length() {
        reads += 1;
        return 31;
      },
      digits: 9,
    };
    const isKnown = (): boolean => {
      reads = 0;
      generatePassword(watched);
      // Once to tell whether it is known; once more to count.
      return reads === 1;
    };
    const others = (from: number, to: number): void => {
      for (let length = from; length < to; length++) generatePassword({ length, digits: 9 });
    };
    others(50, 66);
    expect(isKnown()).toBe(false);
    expect(isKnown()).toBe(true);
    others(70, 85);
    expect(isKnown()).toBe(true);
    others(90, 91);
    expect(isKnown()).toBe(false);
  });

  test('a list of words is read in full once, and then a word for each word', () => {
    const list = Array.from({ length: 1000 }, (_, index) => `w${index}`);
    let reads = 0;
    const watched = new Proxy(list, {
      get(target, name) {
        if (/^\d+$/.test(String(name))) reads += 1;
        return Reflect.get(target, name);
      },
    });
    generatePassphrase({ wordList: watched });
    expect(reads).toBeGreaterThanOrEqual(1000);
    reads = 0;
    generatePassphrase({ words: 6, wordList: watched });
    expect(reads).toBe(6);
  });
});

describe('the space of passwords', () => {
  test.each([2, 3, 4, 5])('has exactly the passwords of length %i that satisfy the rule', (length) => {
    const valid = everyText('AB012!', length).filter(isValid);
    const space = passwordSpace(countableRule({ ...SMALL, length }));
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
    // What stands twice in an alphabet counts once.
    [{ length: 2, upper: own(0, 'AAB'), lower: false, digits: false }, 'AB', () => true],
  ])('of %j is what an enumeration finds', (options, alphabet, satisfies) => {
    const { length = 0 } = options;
    const valid = new Set(everyText(alphabet, length).filter(satisfies));
    const space = passwordSpace(countableRule(options));
    expect(space.size).toBe(BigInt(valid.size));
    const drawn = new Set(Array.from({ length: valid.size * 12 }, () => space.draw()));
    expect([...drawn].filter((text) => !valid.has(text))).toEqual([]);
    // Twelve times as many draws as there are passwords leave one of them out once in a few thousand runs at most.
    expect(drawn.size).toBeGreaterThan(valid.size * 0.97);
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
});

describe('generatePassword', () => {
  test('has the defaults that are documented', () => {
    const options = { length: 20, upper: 1, lower: 1, digits: 1, symbols: false } as const;
    expect(generatePassword()).toMatch(/^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)[A-Za-z\d]{20}$/);
    expect(entropyBits()).toBe(entropyBits(options));
    expect(entropyBits({ ...options, symbols: 0 })).toBeGreaterThan(entropyBits(options));
  });

  test.each([
    [
      { length: 3, upper: 2, lower: 1, digits: 1 },
      'length',
      'length is 3, and the classes ask for at least 4',
    ],
    [{ length: 0 }, 'length', 'length'],
    [{ length: 257 }, 'length', 'length'],
    [{ length: Number.NaN }, 'length', 'length'],
    [{ upper: -1 }, 'upper', 'upper'],
    [{ lower: 257 }, 'lower', 'lower'],
    [{ digits: 1.5 }, 'digits', 'digits'],
    [{ symbols: '3' }, 'symbols', 'symbols'],
    [{ symbols: null }, 'symbols', 'symbols'],
    [{ symbols: { min: 1, characters: 5 } }, 'symbols', 'symbols must be a string of characters'],
    [{ upper: { min: 1, characters: '\ud800' } }, 'upper', 'upper must be a string of characters'],
    [{ upper: { min: -1, characters: 'A' } }, 'upper', 'upper'],
    [{ exclude: 5 }, 'exclude', 'exclude must be a string of characters'],
    [{ digits: 2, exclude: '0123456789' }, 'exclude', 'exclude leaves a class without characters'],
    [{ upper: false, lower: false, digits: false }, 'exclude', 'No characters are left'],
    [{ upper: false, lower: false, digits: 0, exclude: '0123456789' }, 'exclude', 'No characters are left'],
    [{ maxConsecutive: 0 }, 'maxConsecutive', 'maxConsecutive'],
    [{ maxConsecutive: 257 }, 'maxConsecutive', 'maxConsecutive'],
    [{ letters: 3 }, 'letters', 'letters is no option here'],
    [{ passwordRules: '', length: 8 }, 'length', 'length is no option here'],
    [null, 'options', 'options must be an object'],
    ['length: 8', 'options', 'options must be an object'],
  ])('refuses %j and names the option', (options, argument, message) => {
    // @ts-expect-error wrong on purpose
    expect(() => generatePassword(options)).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_ARGUMENT',
        argument,
        message: expect.stringContaining(message),
      }),
    );
  });

  test('takes the edges of its options', () => {
    expect(generatePassword({ length: 1, upper: 0, lower: 0, digits: 0 })).toHaveLength(1);
    expect(generatePassword({ length: 4, upper: 2, lower: 1, digits: 1 })).toHaveLength(4);
    expect(generatePassword({ length: 256, upper: 256, lower: 0, digits: 0 })).toMatch(/^[A-Z]{256}$/);
    expect(generatePassword({ maxConsecutive: 256 })).toHaveLength(20);
  });

  test('each rule has a space of its own', () => {
    for (let round = 0; round < 3; round++) {
      for (let length = 4; length < 24; length++) expect(generatePassword({ length })).toHaveLength(length);
    }
  });

  test('a rule that cannot be counted soon is refused as that', () => {
    const minimums = { upper: 9, lower: 9, digits: 9, symbols: 9 };
    const overlapping = Array.from({ length: 18 }, (_, at) => {
      const letters = [...UPPER].filter(
        (_, index) => (((index + 1) * (at + 3) * 2_654_435_761) >>> 7) % 2 === 0,
      );
      return `required: [${letters.join('')}]`;
    });
    for (const rule of [
      { length: 256, ...minimums, maxConsecutive: 2 },
      { passwordRules: overlapping.join(';') },
    ])
      expect(() => entropyBits(rule)).toThrow(expect.objectContaining({ code: 'ERR_PASSWORD_RULE_COMPLEX' }));
    expect(generatePassword({ length: 256, ...minimums })).toHaveLength(256);
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
  const ASCII = /^[!-~]+$/;
  test.each([
    [
      'minlength: 8; maxlength: 20; max-consecutive: 2; required: lower, upper; required: digit;',
      /^(?=.*\d)(?=.*[A-Za-z])(?!.*(.)\1\1)[A-Za-z\d]{20}$/,
    ],
    [
      'required: upper; required: lower; required: digit; required: [-().&@?\'#,/"+]; allowed: ascii-printable; maxlength: 12',
      /^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)(?=.*[-().&@?'#,/"+])[!-~]{12}$/,
    ],
    ['minlength: 24; allowed: digit', /^\d{24}$/],
    ['MinLength: 24; Allowed: DIGIT', /^\d{24}$/],
    ['minlength: 5; maxlength: 5; required: [ab]]; allowed: [;:]', /^(?=.*[ab\]])[ab\];:]{5}$/],
    ['allowed: []]', /^\]{20}$/],
    ['allowed: [-a]', /^[-a]{20}$/],
    ['allowed: [a-c]', /^[ac]{20}$/],
    ['allowed: [aß§b]', /^[ab]{20}$/],
    ['allowed: [a], [b] ,\tdigit ; ; maxlength:7', /^[ab\d]{7}$/],
    ['required: lower; required: []; allowed: ;minlength:;', /^[a-z]{20}$/],
    ['maxlength: 30; maxlength: 9; maxlength: 12; allowed: digit', /^\d{9}$/],
    ['minlength: 30; minlength: 9; allowed: digit', /^\d{30}$/],
    ['minlength: 0; maxlength: 0; max-consecutive: 0; allowed: digit', /^\d{20}$/],
    ['maxlength: 0; maxlength: 5; allowed: digit', /^\d{5}$/],
    ['maxlength: 5; maxlength: 0; allowed: digit', /^\d{5}$/],
    ['minlength: 256; allowed: digit', /^\d{256}$/],
    ['maxlength: 225', /^[!-~]{20}$/],
    ['max-consecutive: 1; max-consecutive: 5; allowed: [ab]', /^(ab){10}$|^(ba){10}$/],
    ['required: special; maxlength: 1', /^[!-/:-@[-`{-~]$/],
    ['allowed: unicode', ASCII],
    [
      'required: upper; required: upper; required: digit; required: digit; maxlength: 4',
      /^(?=.*\d.*\d)(?=.*[A-Z].*[A-Z])[A-Z\d]{4}$/,
    ],
    ['required: [ab]; required: [ba]; allowed: [c]; maxlength: 2', /^[ab]{2}$/],
    ['required: [,;]]; allowed: [a]; maxlength: 2', /^(?=.*[,;\]])[a,;\]]{2}$/],
    ['', /^[!-~]{20}$/],
  ])('%j are kept', (passwordRules, pattern) => {
    for (let round = 0; round < 50; round++) expect(generatePassword({ passwordRules })).toMatch(pattern);
  });

  test('are read into what they say', () => {
    expect(
      parsePasswordRules(
        'minlength: 8; maxlength: 20; max-consecutive: 2; required: [ab], digit; allowed: [-_]',
      ),
    ).toEqual({
      minLength: 8,
      maxLength: 20,
      maxConsecutive: 2,
      required: ['ab0123456789'],
      allowed: '-_',
    });
    expect(parsePasswordRules('')).toEqual({
      minLength: undefined,
      maxLength: undefined,
      maxConsecutive: undefined,
      required: [],
      allowed: '',
    });
  });

  test('without a word on it, all of printable ASCII but the space is allowed', () => {
    const printable = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index));
    for (const name of ['ascii-printable', 'unicode'])
      expect([...parsePasswordRules(`allowed: ${name}`).allowed].sort()).toEqual(printable);
    for (const passwordRules of ['', 'allowed: ascii-printable'])
      expect(entropyBits({ passwordRules })).toBeCloseTo(20 * Math.log2(94), 10);
  });

  test.each([
    [
      'required upper',
      'it has a property other than required, allowed, minlength, maxlength, max-consecutive',
    ],
    [': upper', 'it has a property other than'],
    ['required: capital', 'it names a class that is not known; a class of your own is written [abc]'],
    ['required: upper,', 'it names a class that is not known'],
    ['required: upper d', 'it names a class that is not known'],
    ['allowed: [a]b]', 'it names a class that is not known'],
    ['allowed: x[a]', 'it names a class that is not known'],
    ['minlength: many', 'minlength is not a whole number'],
    ['maxlength: -1', 'maxlength is not a whole number'],
    ['maxlength: 1.5', 'maxlength is not a whole number'],
    ['maxlength: 100000', 'maxlength is not a whole number'],
    ['max-consecutive: 2a', 'max-consecutive is not a whole number'],
    ['allowed: [abc', 'a [ has no ]'],
    ['colour: red', 'it has a property other than'],
    ['x'.repeat(2049), 'it is not a text of at most 2048 characters'],
    [5, 'it is not a text of at most 2048 characters'],
  ])('%j are refused', (text, reason) => {
    // @ts-expect-error wrong on purpose
    expect(() => generatePassword({ passwordRules: text })).toThrow(
      expect.objectContaining({
        name: 'PasswordRulesError',
        code: 'ERR_PASSWORD_RULES_SYNTAX',
        message: expect.stringContaining(`The passwordrules text cannot be read: ${reason}`),
      }),
    );
    expect(parsePasswordRules(' '.repeat(2048)).required).toEqual([]);
  });

  test.each([
    ['minlength: 12; maxlength: 8', 'its minlength is above its maxlength'],
    ['minlength: 257', 'its minlength is above 256'],
    ['required: upper; required: digit; maxlength: 1', 'its minimums, alphabet and length contradict'],
    ['allowed: [a]; max-consecutive: 2', 'its minimums, alphabet and length contradict'],
  ])('%j have no password', (passwordRules, reason) => {
    expect(() => generatePassword({ passwordRules })).toThrow(
      expect.objectContaining({
        code: 'ERR_PASSWORD_RULE',
        message: `No password satisfies the rule: ${reason}${reason.endsWith('contradict') ? ' each other' : ''}.`,
      }),
    );
  });

  test('overlapping requirements are counted once each', () => {
    const rule = countableFromRules(parsePasswordRules('maxlength: 2; required: [ab]; required: [bc]'));
    const valid = everyText('abc', 2).filter((text) => /[ab]/.test(text) && /[bc]/.test(text));
    expect(passwordSpace(rule).size).toBe(BigInt(valid.length));
  });
});

test.each([
  [1n, 0],
  [8n, 3],
  [3n, Math.log2(3)],
  [2n ** 53n, 53],
  [2n ** 1000n, 1000],
  [3n ** 700n, 700 * Math.log2(3)],
])('log2 of %d', (value, expected) => expect(log2(value)).toBeCloseTo(expected, 10));

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

  const list = Array.from({ length: 1000 }, (_, index) => `w${index}`);

  test('draws each word of a list as often as any other, and the digit and its place', () => {
    const counts = new Map(list.map((word) => [word, 0]));
    const [digits, places] = [new Map<string, number>(), new Map<number, number>()];
    const lettered = list.map((word) => word.replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit))));
    for (let round = 0; round < 20_000; round++) {
      for (const word of generatePassphrase({ words: 2, separator: ' ', wordList: list }).split(' '))
        counts.set(word, (counts.get(word) ?? Number.NaN) + 1);
      const words = generatePassphrase({ words: 3, separator: '', number: true, wordList: lettered });
      const [digit = ''] = words.match(/\d/) ?? [];
      const place = words.split('w').findIndex((part) => part.endsWith(digit));
      digits.set(digit, (digits.get(digit) ?? 0) + 1);
      places.set(place, (places.get(place) ?? 0) + 1);
    }
    expect(counts.size).toBe(1000);
    // Once in a million runs each: 999, 9 and 2 degrees of freedom.
    expect(chiSquared([...counts.values()], 40_000)).toBeLessThan(1230);
    expect([...digits.keys()].sort().join('')).toBe('0123456789');
    expect(chiSquared([...digits.values()], 20_000)).toBeLessThan(46);
    expect([...places.keys()].sort()).toEqual([1, 2, 3]);
    expect(chiSquared([...places.values()], 20_000)).toBeLessThan(28);
  });

  test('takes the edges of its options', () => {
    expect(generatePassphrase({ words: 2, separator: '' })).toMatch(/^[a-z-]+$/);
    expect(generatePassphrase({ words: 64, separator: 'x'.repeat(16) }).split('x'.repeat(16))).toHaveLength(
      64,
    );
    expect(generatePassphrase({ words: 3, wordList: list, capitalize: true })).toMatch(/^W\d+-W\d+-W\d+$/);
    expect(passphraseEntropyBits({ words: 2, wordList: list })).toBeCloseTo(2 * Math.log2(1000), 10);
    expect(passphraseEntropyBits({ separator: ' ' })).toBeCloseTo(6 * Math.log2(7776), 10);
  });

  test('no word of the default list begins another, so that even without a separator no two draws are alike', () => {
    const sorted = [...EFF_LONG_WORDLIST].sort();
    expect(sorted.filter((word, index) => sorted[index + 1]?.startsWith(word))).toEqual([]);
  });

  test.each([
    [{ words: 1 }, 'words'],
    [{ words: 65 }, 'words'],
    [{ wordList: ['a', 'b'] }, 'wordList'],
    [{ wordList: list.slice(1) }, 'wordList'],
    [{ wordList: [...list.slice(1), 'w1'] }, 'wordList'],
    [{ wordList: [...list, ''] }, 'wordList'],
    [{ wordList: [...list, 5] }, 'wordList'],
    [{ wordList: 'words' }, 'wordList'],
    [{ separator: 'x'.repeat(17) }, 'separator'],
    [{ separator: 5 }, 'separator'],
    [{ count: 3 }, 'count'],
  ])('refuses %j', (options, argument) => {
    // @ts-expect-error wrong on purpose
    expect(() => generatePassphrase(options)).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_ARGUMENT',
        argument,
        message: expect.stringMatching(new RegExp(`^${argument} (must be .*|is no option here.*)\\.$`)),
      }),
    );
  });
});
