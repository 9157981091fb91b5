import { describe, expect, test } from 'vitest';
import { estimateStrength } from '../index.ts';

describe('estimateStrength', () => {
  test.each([
    ['', 0],
    ['password', 0],
    ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 1],
    ['unsolved-bobcat-renewal-clutter', 4],
    ['correct horse battery staple', 4],
    ['kT9#vLq2!mZx8@w', 4],
  ])('scores %j at most or at least as documented: %d', async (password, score) => {
    const strength = await estimateStrength(password);
    if (score < 2) expect(strength.score).toBeLessThanOrEqual(score);
    else expect(strength.score).toBe(score);
  });

  test('returns codes next to the sentences', async () => {
    const strength = await estimateStrength('qwertyuiop[]');
    expect(strength).toMatchObject({
      warningCode: expect.stringMatching(/^[a-zA-Z]+$/),
      warning: expect.stringMatching(/ /),
    });
    expect(strength.suggestionCodes).toHaveLength(strength.suggestions.length);
    expect(strength.suggestionCodes.length).toBeGreaterThan(0);
    expect(await estimateStrength('kT9#vLq2!mZx8@w')).not.toHaveProperty('warningCode');
  });

  test.each([
    ['inside a longer word', 'xkvmustermannqz', 'mustermann'],
    ['in parts of an address', 'xkverikaqzmustermann', 'Erika.Mustermann@example.com'],
    ['without its accents', 'xkvwurztbergqz', 'Würztberg'],
    ['with other accents', 'xkvwürztbérgqz', 'wurztberg'],
    ['with signs', 'xkvmu5t3rm4nnqz', 'mustermann'],
  ])('finds an input %s', async (_kind, password, input) => {
    const [known, unknown] = await Promise.all([
      estimateStrength(password, { inputs: [input] }),
      estimateStrength(password),
    ]);
    expect(known.guessesLog10).toBeLessThan(unknown.guessesLog10 - 1);
  });

  test('knows the words of another dictionary', async () => {
    const dictionary = { 'commonWords-xx': ['waldmeisterbrause', 'kirschkern'] };
    const known = await estimateStrength('waldmeisterbrause', { dictionary });
    expect(known.score).toBeLessThan(2);
    expect((await estimateStrength('waldmeisterbrause')).score).toBeGreaterThan(2);
  });

  test('judges what follows a weak beginning', async () => {
    const [weak, strong] = await Promise.all([
      estimateStrength('a'.repeat(60)),
      estimateStrength(`${'a'.repeat(40)}kT9#vLq2!mZx8@wQp4`),
    ]);
    expect(weak.score).toBeLessThan(2);
    expect(strong.score).toBe(4);
  });

  test('lets other work run between the estimates of many callers', async () => {
    await estimateStrength('warm-up');
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    await Promise.all(Array.from({ length: 20 }, (_, at) => estimateStrength(`x7#qLm2v ${at} kT9#vLq2!m`)));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10);
  });

  test.each([
    [5, {}, 'password'],
    ['x', { inputs: 'name' }, 'inputs'],
    ['x', { inputs: [undefined] }, 'inputs'],
    ['x', { inputs: Array.from({ length: 101 }, () => 'x') }, 'inputs'],
    ['x', { words: [] }, 'words'],
    ['x', { dictionary: 5 }, 'dictionary'],
    ['x', { dictionary: { words: 'abc' } }, 'dictionary'],
    ['x', { dictionary: { words: [null] } }, 'dictionary'],
    ['x', null, 'options'],
  ])('rejects %j with %j', async (password, options, argument) => {
    // @ts-expect-error wrong on purpose
    await expect(estimateStrength(password, options)).rejects.toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      argument,
    });
  });

  test('accepts a megabyte', async () => {
    expect(await estimateStrength('ab1'.repeat(350_000))).toHaveProperty('score');
  });
});
