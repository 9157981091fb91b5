import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { EQUIVALENTS, explains } from './equivalents.ts';
import { withFigures } from './figures.ts';
import { MODULES } from './modules.ts';
import { idleExplanations, type MutationScore, objections, readReports } from './report.ts';

const folder = mkdtempSync(join(tmpdir(), 'mutation-'));
afterAll(() => rmSync(folder, { recursive: true }));

const mutant = (status: string, replacement: string) => ({
  status,
  mutatorName: 'BooleanLiteral',
  replacement,
  location: { start: { line: 2 } },
});

test('a report is counted, and its survivors named with the reason where there is one', () => {
  const path = join(folder, 'report.json');
  const source = 'const NAMES = {\n  exp: true,\n};';
  const mutants = ['Killed', 'Timeout', 'Survived', 'NoCoverage', 'Ignored', 'CompileError'].map((status) =>
    mutant(status, status),
  );
  writeFileSync(
    path,
    JSON.stringify({
      files: { 'src/claims/rules.ts': { source, mutants } },
    }),
  );
  const score = readReports([path], () => source);
  expect(score).toMatchObject({ mutants: 4, detected: 2, timeouts: 1, score: 50 });
  expect(score.survivors.map(({ line, replacement }) => [line, replacement])).toEqual([
    ['exp: true,', 'Survived'],
    ['exp: true,', 'NoCoverage'],
  ]);
  expect(score.survivors.map(({ explanation }) => explanation?.reason)).toEqual([
    expect.stringContaining('names'),
    expect.stringContaining('names'),
  ]);
  expect(idleExplanations([score])).toHaveLength(EQUIVALENTS.length - 1);
  expect(readReports([path], () => `${source} // and more`).outdated).toEqual(['src/claims/rules.ts']);
  const document = withFigures(
    'a\n<!-- figures of mutation testing, written by pnpm mutate --document -->\nold\n<!-- end of these figures -->\nb',
    new Map([['jwt/claims', score]]),
    '2026-11-24',
  );
  expect(document).toContain('| jwt/claims | 50.0 % | 4 | 1 | 2 | 0 |\n\nOf 2026-11-24');
  expect(document).not.toContain('old');
  expect(document.startsWith('a\n') && document.endsWith('\nb')).toBe(true);
  expect(() => withFigures('none', new Map(), '')).toThrow('no place');
});

describe('a module passes', () => {
  const explanation = EQUIVALENTS[0];
  const survivor = {
    file: 'a.ts',
    line: 'if (b)',
    number: 7,
    mutator: 'X',
    replacement: 'true',
    explanation,
  };
  const good: MutationScore = {
    mutants: 10,
    detected: 9,
    timeouts: 0,
    score: 90,
    survivors: [survivor],
    outdated: [],
  };

  test('with 90 % detected and each survivor explained', () => expect(objections(good)).toEqual([]));

  test.each([
    ['less is detected', { score: 89.99 }, 'less than 90 %'],
    ['a survivor is not explained', { survivors: [{ ...survivor, explanation: undefined }] }, 'a.ts:7'],
    ['the code was changed since', { outdated: ['src/a.ts'] }, 'src/a.ts was changed'],
  ])('and not when %s', (_why, other, objection) => {
    expect(objections({ ...good, ...other })).toEqual([expect.stringContaining(objection)]);
  });
});

describe('what is explained', () => {
  const entry = { file: 'a.ts', line: /^if/, mutator: 'X', replacement: 'true', reason: '' };
  const survivor = { file: 'a.ts', line: 'if (b)', mutator: 'X', replacement: 'true' };

  test.each([
    [{}, true],
    [{ file: 'b.ts' }, false],
    [{ line: 'else if (b)' }, false],
    [{ mutator: 'Y' }, false],
    [{ replacement: 'false' }, false],
  ])('is that change alone: %j', (other, is) => expect(explains(entry, { ...survivor, ...other })).toBe(is));

  test('has a reason', () => {
    expect(EQUIVALENTS.filter(({ reason }) => reason.length < 20)).toEqual([]);
  });
});

test('every module that must be tested so is', () => {
  expect(Object.keys(MODULES).sort()).toEqual([
    'core/encoding',
    'core/random',
    'jwt/claims',
    'jwt/keys',
    'jwt/token',
    'password/formats',
    'password/generate',
    'password/hashing',
  ]);
});
