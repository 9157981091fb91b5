import { expect, test } from 'vitest';
import { inTurns, markdownTable, median, replaceSection } from './index.ts';

test('contenders run in turns, each round begins with another, the first round does not count, and the best is kept', async () => {
  const order: string[] = [];
  const took = { a: [100, 1, 2, 9], b: [100, 5, 4, 6] };
  const contender = (name: 'a' | 'b') => (): number => {
    order.push(name);
    return took[name].shift() ?? 0;
  };
  expect(await inTurns({ a: contender('a'), b: contender('b') }, 3)).toEqual(
    new Map([
      ['a', 1],
      ['b', 4],
    ]),
  );
  expect(order.join('')).toBe('abbaabba');
});

test('the median of the rounds is kept on request, in any order', async () => {
  const took = [100, 9, 1, 5, 4, 30];
  expect(await inTurns({ a: () => took.shift() ?? 0 }, 5, median)).toEqual(new Map([['a', 5]]));
});

test('a table is aligned', () => {
  expect(
    markdownTable(
      ['engine', 'ms'],
      [
        ['a', '1.0'],
        ['longer name', '12.5'],
      ],
    ),
  ).toBe(
    [
      '| engine      | ms   |',
      '| ----------- | ---- |',
      '| a           | 1.0  |',
      '| longer name | 12.5 |',
    ].join('\n'),
  );
});

test('a section is replaced between its marks, and must be there', () => {
  const document = 'before\n<!-- bench x -->\n\nold\n\n<!-- /bench x -->\nafter';
  expect(replaceSection(document, 'x', 'new')).toBe(
    'before\n<!-- bench x -->\n\nnew\n\n<!-- /bench x -->\nafter',
  );
  expect(() => replaceSection(document, 'y', 'new')).toThrow('no section');
});
