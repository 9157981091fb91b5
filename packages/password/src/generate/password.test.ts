import { describe, expect, test } from 'vitest';
import { entropyBits, generatePassword } from '../index.ts';
import { UPPER } from './options.ts';

describe('generatePassword', () => {
  test.each([
    [
      'a getter of a class',
      new (class {
        get length(): number {
          return 4;
        }
      })(),
    ],
    ['an inherited option', Object.create({ length: 4, upper: false })],
    ['a hidden option', Object.defineProperty({}, 'length', { value: 4, enumerable: false })],
    ['toJSON', { length: 20, toJSON: undefined }],
  ])('%s does not change the passwords of other callers', (kind, options) => {
    if (kind === 'toJSON')
      expect(() => generatePassword(options)).toThrow(expect.objectContaining({ argument: 'toJSON' }));
    else expect(generatePassword(options)).toHaveLength(20);
    expect(generatePassword()).toHaveLength(20);
    expect(generatePassword({ length: 20 })).toHaveLength(20);
  });

  test('reads an option once', () => {
    let reads = 0;
    const options = {
      get length() {
        reads += 1;
        return reads === 1 ? 20 : 4;
      },
    };
    expect(generatePassword(options)).toHaveLength(20);
    expect(reads).toBe(1);
  });

  test('rejects options that contain themselves', () => {
    const options: Record<string, unknown> = {};
    options['self'] = options;
    expect(() => generatePassword(options)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }),
    );
  });

  test('has the defaults that are documented', () => {
    const options = { length: 20, upper: 1, lower: 1, digits: 1, symbols: false } as const;
    expect(generatePassword()).toMatch(/^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)[A-Za-z\d]{20}$/);
    expect(entropyBits()).toBe(entropyBits(options));
    expect(entropyBits({ ...options, symbols: 0 })).toBeGreaterThan(entropyBits(options));
  });

  test.each([
    [{ length: 3, upper: 2, lower: 1, digits: 1 }, 'length'],
    [{ length: 0 }, 'length'],
    [{ length: 257 }, 'length'],
    [{ length: Number.NaN }, 'length'],
    [{ upper: -1 }, 'upper'],
    [{ lower: 257 }, 'lower'],
    [{ digits: 1.5 }, 'digits'],
    [{ symbols: '3' }, 'symbols'],
    [{ symbols: null }, 'symbols'],
    [{ symbols: { min: 1, characters: 5 } }, 'symbols'],
    [{ upper: { min: 1, characters: '\ud800' } }, 'upper'],
    [{ upper: { min: -1, characters: 'A' } }, 'upper'],
    [{ exclude: 5 }, 'exclude'],
    [{ digits: 2, exclude: '0123456789' }, 'exclude'],
    [{ upper: false, lower: false, digits: false }, 'exclude'],
    [{ upper: false, lower: false, digits: 0, exclude: '0123456789' }, 'exclude'],
    [{ maxConsecutive: 0 }, 'maxConsecutive'],
    [{ maxConsecutive: 257 }, 'maxConsecutive'],
    [{ letters: 3 }, 'letters'],
    [{ passwordRules: '', length: 8 }, 'length'],
    [{ length: 8n }, 'length'],
    [{ maxConsecutive: undefined }, 'maxConsecutive'],
    [{ maxSequential: 0 }, 'maxSequential'],
    [{ exclude: undefined }, 'exclude'],
    [{ upper: { min: 1 } }, 'upper'],
    [{ upper: { min: 1, characters: 'A', max: 2 } }, 'max'],
    [{ upper: { min: 1, characters: 'A'.repeat(1025) } }, 'upper'],
    [null, 'options'],
    ['length: 8', 'options'],
  ])('rejects %o and names the option', (options, argument) => {
    // @ts-expect-error wrong on purpose
    expect(() => generatePassword(options)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument }),
    );
  });

  test('accepts the edges of its options', () => {
    expect(generatePassword({ length: 1, upper: 0, lower: 0, digits: 0 })).toHaveLength(1);
    expect(generatePassword({ length: 4, upper: 2, lower: 1, digits: 1 })).toHaveLength(4);
    expect(generatePassword({ length: 256, upper: 256, lower: 0, digits: 0 })).toMatch(/^[A-Z]{256}$/);
    expect(generatePassword({ maxConsecutive: 256 })).toHaveLength(20);
  });

  test('counts each rule by itself', () => {
    for (let round = 0; round < 3; round++) {
      for (let length = 4; length < 24; length++) expect(generatePassword({ length })).toHaveLength(length);
    }
  });

  test('rejects a rule that takes long to count, after a short time', () => {
    const overlapping = Array.from({ length: 18 }, (_, at) => {
      const letters = [...UPPER].filter(
        (_, index) => (((index + 1) * (at + 3) * 2_654_435_761) >>> 7) % 2 === 0,
      );
      return `required: [${letters.join('')}]`;
    });
    const start = performance.now();
    for (const passwordRules of [
      overlapping.join(';'),
      `${overlapping.join(';')};minlength:256;max-consecutive:1;max-sequential:2`,
      'allowed: digit; minlength: 64; max-sequential: 2',
    ])
      expect(() => entropyBits({ passwordRules })).toThrow(
        expect.objectContaining({ code: 'ERR_PASSWORD_RULE_COMPLEX' }),
      );
    expect(performance.now() - start).toBeLessThan(1500);
  });

  test('rejects a rule that nothing satisfies, with the reason', () => {
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

  test('omits excluded characters', () => {
    const password = generatePassword({ length: 256, excludeAmbiguous: true, exclude: 'abc', symbols: 1 });
    expect(password).not.toMatch(/[0O1lI|`'"5S2Z8Babc]/);
  });

  test('generates the longest passwords quickly', () => {
    expect(generatePassword({ length: 256, upper: 32, lower: 32, digits: 32, symbols: 32 })).toHaveLength(
      256,
    );
    expect(
      generatePassword({ length: 64, upper: 2, lower: 2, digits: 2, symbols: 2, maxConsecutive: 2 }),
    ).toHaveLength(64);
  });
});
