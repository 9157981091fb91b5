import { expect, test } from 'vitest';
import { shortText, shownBody } from './shorten.ts';

const LONG = `eyJ${'a'.repeat(400)}.end`;

test('shows passwords and mailed tokens as dots, short or whole', () => {
  for (const isShort of [true, false]) {
    const shown = shownBody(
      { email: 'a@b.example', password: 'secret', inner: { token: 'secret' } },
      isShort,
    );
    expect(shown).toContain('a@b.example');
    expect(shown).not.toContain('secret');
  }
});

test('leaves the middle of a long text out, and says how long it is', () => {
  expect(shortText('short')).toBe('short');
  expect(shortText(LONG)).toBe('eyJaaaaaaaaaaaaaaaaa…aa.end (407 characters)');
  expect(shownBody({ access_token: LONG }, true)).not.toContain(LONG);
  expect(shownBody({ access_token: LONG }, false)).toContain(LONG);
});

test('leaves out the end of a long list', () => {
  const list = Array.from({ length: 9 }, (_, index) => ({ index }));
  expect(JSON.parse(shownBody(list, true))).toEqual([{ index: 0 }, { index: 1 }, '… and 7 more']);
  expect(JSON.parse(shownBody(list, false))).toEqual(list);
});
