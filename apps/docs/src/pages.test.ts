import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ERROR_CODES, errorPage, errorTable } from './error-codes.ts';
import { guideText, llmsFullText, llmsText } from './llms.ts';
import { GUIDES, MIGRATIONS } from './pages.ts';

const docs = resolve(import.meta.dirname, '..');
const guides = globSync('guides/*.md', { cwd: docs }).map((file) => `/${file.replace(/\.md$/, '')}`);
const listed = [...GUIDES.flatMap(({ items }) => items), ...MIGRATIONS].map(({ link }) => link);

test('the menu lists every guide once', () => {
  expect(listed.filter((link) => link.startsWith('/guides/')).sort()).toEqual(guides.sort());
});

test('llms.txt lists every guide with a sentence', () => {
  const entries = [...llmsText().matchAll(/^- \[.+\]\((\/guides\/.+)\): .{10,}[.]$/gm)].map(
    ([, link]) => link,
  );
  expect(entries.sort()).toEqual(guides.sort());
});

test('llms-full.txt contains every guide with its included files', () => {
  const text = llmsFullText();
  expect(text).not.toContain('<<<');
  for (const guide of guides) expect(text).toContain(guideText(guide));
  expect(text).toContain("import { fastify } from 'fastify';");
});

test.each(
  guides.filter((guide) => !guide.includes('migrate-from') && !/use-a-shell|at-scale|choose/.test(guide)),
)('%s shows code and what can go wrong', (guide) => {
  const text = guideText(guide);
  expect(text).toContain('```ts');
  expect(text).toContain('## What can go wrong');
});

describe('the page of an error code', () => {
  test.each(Object.entries(ERROR_CODES))('%s has causes, a fix and an answer', (code, text) => {
    expect(errorPage(code, text)).toMatch(
      /^# ERR_.+## Causes\n\n- .+## What to do\n\n.+## Answer of a service\n\n/s,
    );
    expect(text.causes.length).toBeGreaterThan(0);
    expect(errorTable()).toContain(`[${code}](./${code})`);
  });
});
