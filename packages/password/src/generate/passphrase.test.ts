import { hash } from '@countersign/core';
import { EFF_LONG_WORDLIST } from 'secure-password-utilities/wordlists';
import { describe, expect, test } from 'vitest';
import { chiSquared } from '../../test/counts.ts';
import { generatePassphrase, passphraseEntropyBits } from '../index.ts';

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

  test('accepts separators, capitals and a digit', () => {
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
    for (let round = 0; round < 4000; round++) {
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
    expect(chiSquared([...counts.values()], 8000)).toBeLessThan(1230);
    expect([...digits.keys()].sort().join('')).toBe('0123456789');
    expect(chiSquared([...digits.values()], 4000)).toBeLessThan(46);
    expect([...places.keys()].sort()).toEqual([1, 2, 3]);
    expect(chiSquared([...places.values()], 4000)).toBeLessThan(28);
  });

  test('accepts the edges of its options', () => {
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
    ['too few words', { words: 1 }, 'words'],
    ['too many words', { words: 65 }, 'words'],
    ['a short list', { wordList: list.slice(1) }, 'wordList'],
    ['a list with a word twice', { wordList: [...list.slice(1), 'w1'] }, 'wordList'],
    ['words that differ by case', { wordList: [...list, 'W1'] }, 'wordList'],
    ['words that differ by composition', { wordList: [...list, 'e\u0301', '\u00e9'] }, 'wordList'],
    ['words that differ by a return', { wordList: [...list, 'w1\r'] }, 'wordList'],
    ['an empty word', { wordList: [...list, ' '] }, 'wordList'],
    ['a word with a line break', { wordList: [...list, 'a\nb'] }, 'wordList'],
    ['a very long word', { wordList: [...list, 'x'.repeat(65)] }, 'wordList'],
    ['a word that is not a string', { wordList: [...list, 5] }, 'wordList'],
    ['a list that is not an array', { wordList: 'words' }, 'wordList'],
    ['a long separator', { separator: 'x'.repeat(17) }, 'separator'],
    ['a separator that is not a string', { separator: 5 }, 'separator'],
    ['an unknown option', { count: 3 }, 'count'],
  ])('rejects %s', (_kind, options, argument) => {
    // @ts-expect-error wrong on purpose
    expect(() => generatePassphrase(options)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument }),
    );
  });

  test('reads a list at each call', () => {
    const changing = [...list];
    generatePassphrase({ wordList: changing });
    changing[0] = 'w1';
    expect(() => generatePassphrase({ wordList: changing })).toThrow(
      expect.objectContaining({ argument: 'wordList' }),
    );
  });
});
