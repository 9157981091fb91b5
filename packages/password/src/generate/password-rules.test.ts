import { describe, expect, test } from 'vitest';
import { entropyBits, generatePassword, parsePasswordRules } from '../index.ts';

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
    ['max-repeating: 1; max-consecutive: 5; allowed: [ab]', /^(ab){10}$|^(ba){10}$/],
    [
      'max-sequential: 2; allowed: digit; maxlength: 8',
      /^(?!.*(012|123|234|345|456|567|678|789|987|876|765|654|543|432|321|210))\d{8}$/,
    ],
    [
      `${'required: upper;'.repeat(13)}${'required: digit;'.repeat(13)}`,
      /^(?=(.*\d){13})(?=(.*[A-Z]){13})[A-Z\d]{26}$/,
    ],
    ['required: special; maxlength: 1', /^[!-/:-@[-`{-~]$/],
    ['allowed: unicode', ASCII],
    [
      'required: upper; required: upper; required: digit; required: digit; maxlength: 4',
      /^(?=.*\d.*\d)(?=.*[A-Z].*[A-Z])[A-Z\d]{4}$/,
    ],
    ['required: [ab]; required: [ba]; allowed: [c]; maxlength: 2', /^[ab]{2}$/],
    ['required: [,;]]; allowed: [a]; maxlength: 2', /^(?=.*[,;\]])[a,;\]]{2}$/],
    ['', /^[!-~]{20}$/],
  ])('generatePassword keeps %j', (passwordRules, pattern) => {
    for (let round = 0; round < 50; round++) expect(generatePassword({ passwordRules })).toMatch(pattern);
  });

  test('parsePasswordRules spells out the classes', () => {
    expect(
      parsePasswordRules(
        'minlength: 8; maxlength: 20; max-consecutive: 2; required: [ab], digit; allowed: [-_]',
      ),
    ).toEqual({
      minLength: 8,
      maxLength: 20,
      maxConsecutive: 2,
      maxSequential: undefined,
      required: ['ab0123456789'],
      allowed: '-_',
    });
    expect(parsePasswordRules('')).toEqual({
      minLength: undefined,
      maxLength: undefined,
      maxConsecutive: undefined,
      maxSequential: undefined,
      required: [],
      allowed: '',
    });
  });

  test('all of printable ASCII but the space is allowed by default', () => {
    const printable = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index));
    for (const name of ['ascii-printable', 'unicode'])
      expect([...parsePasswordRules(`allowed: ${name}`).allowed].sort()).toEqual(printable);
    for (const passwordRules of ['', 'allowed: ascii-printable'])
      expect(entropyBits({ passwordRules })).toBeCloseTo(20 * Math.log2(94), 10);
  });

  test.each([
    ['required upper'],
    [': upper'],
    ['required: capital'],
    ['required: upper,'],
    ['required: upper d'],
    ['allowed: [a]b]'],
    ['allowed: x[a]'],
    ['minlength: many'],
    ['maxlength: -1'],
    ['maxlength: 1.5'],
    ['maxlength: 100000'],
    ['max-consecutive: 2a'],
    ['max-sequential: two'],
    ['allowed: [abc'],
    ['colour: red'],
    ['x'.repeat(2049)],
    [5],
  ])('rejects %j', (passwordRules) => {
    // @ts-expect-error wrong on purpose
    expect(() => generatePassword({ passwordRules })).toThrow(
      expect.objectContaining({ name: 'PasswordRulesError', code: 'ERR_PASSWORD_RULES_SYNTAX' }),
    );
  });

  test('reads a text of 2048 characters', () => {
    expect(parsePasswordRules(' '.repeat(2048)).required).toEqual([]);
  });

  test.each([
    ['minlength: 12; maxlength: 8'],
    ['minlength: 257'],
    ['required: upper; required: digit; maxlength: 1'],
    ['allowed: [a]; max-consecutive: 2'],
  ])('%j has no password', (passwordRules) => {
    expect(() => generatePassword({ passwordRules })).toThrow(
      expect.objectContaining({ code: 'ERR_PASSWORD_RULE' }),
    );
  });
});
