import { askPage, bundle } from '@countersign/vitest-config/browser';
import { needs } from '@countersign/vitest-config/counterparts';
import { beforeAll, expect, test } from 'vitest';
import { randomCases } from './testing/cases.ts';
import { answers, digestOf } from './testing/suite.ts';

// The default entry, bundled for browsers and run in a real one. Its answers must be those of Node.js.

let script = '';
beforeAll(async () => {
  ({ script } = await bundle(new URL('./testing/suite.ts', import.meta.url)));
});

test('a bundle for browsers reaches no built-in module of Node.js', async () => {
  const { files, builtins } = await bundle(new URL('./index.ts', import.meta.url));
  expect(files.some((path) => path.endsWith('runtime/digest.web.ts'))).toBe(true);
  expect(files.filter((path) => /runtime\/.*\.node\.ts|blake\/|load\.cjs/.test(path))).toEqual([]);
  expect(builtins).toEqual([]);
});

test('a bundle that reaches one does not build, so the test above can fail', async () => {
  await expect(bundle(new URL('./node.ts', import.meta.url))).rejects.toThrow(/Could not resolve "node:/);
});

test.each([
  ['a secure context', 'https://core.test/'],
  ['a context without crypto.subtle', 'http://core.test/'],
])('Chromium answers what Node.js answers, in %s', needs('chromium'), async (_name, url) => {
  const seed = Math.trunc(Math.random() * 2 ** 31);
  const cases = randomCases(seed);
  await askPage(url, script, async (page) => {
    expect(await page.evaluate('isSecureContext')).toBe(url.startsWith('https'));
    const digests = await page.evaluate(`${JSON.stringify(cases)}.map(suite.digestOf)`);
    expect(digests, `seed ${seed}`).toEqual(cases.map(digestOf));
    expect(await page.evaluate('suite.answers()')).toEqual(await answers());
  });
});
