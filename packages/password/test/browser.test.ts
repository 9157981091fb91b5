import { askPage, bundle } from '@countersign/vitest-config/browser';
import { needs } from '@countersign/vitest-config/counterparts';
import { beforeAll, expect, test } from 'vitest';
import { answers, derived, failures, made, verified } from './browser-suite.ts';

// The default entry, bundled for browsers and run in a real one: what one side hashes, the other verifies.

const PASSWORD = 'lètmein, plenty of pénguins';

let script = '';
beforeAll(async () => {
  ({ script } = await bundle(new URL('./browser-suite.ts', import.meta.url)));
});

test('a bundle for browsers reaches no built-in module of Node.js and no native binding', async () => {
  const { files, builtins } = await bundle(new URL('../src/index.ts', import.meta.url));
  expect(files.some((path) => path.endsWith('runtime/web.ts'))).toBe(true);
  expect(files.filter((path) => /@node-rs|runtime\/node/.test(path))).toEqual([]);
  expect(builtins).toEqual([]);
});

test('a bundle that reaches one does not build, so the test above can fail', async () => {
  await expect(bundle(new URL('../src/node.ts', import.meta.url))).rejects.toThrow(
    /Could not resolve "node:/,
  );
});

test('Chromium and Node.js verify what the other hashed, and judge alike', needs('chromium'), async () => {
  const fromNode = [
    ...(await made(PASSWORD)),
    // As Django and PHP store them, and one that a browser refuses because of its limits.
    'pbkdf2_sha256$1000$seasalt$JgZryXe2Ga8ysg6XbzkLpTdyPQrHqsinbL9BnnhgX4A=',
    '$2y$04$CCCCCCCCCCCCCCCCCCCCC.r5gqJaIw/Et6H9KstP3pEKn0VB0g6zW',
    '$scrypt$ln=40,r=8,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  ];
  await askPage('https://password.test/', script, async (page) => {
    const text = JSON.stringify(PASSWORD);
    expect(await page.evaluate(`suite.verified(${text}, ${JSON.stringify(fromNode)})`)).toEqual(
      await verified(PASSWORD, fromNode),
    );
    const fromBrowser = await page.evaluate<readonly string[]>(`suite.made(${text})`);
    expect(await verified(PASSWORD, fromBrowser)).toEqual(fromBrowser.flatMap(() => ['true', 'false']));
    expect(await page.evaluate('suite.answers()')).toEqual(await answers());
    expect([await page.evaluate('suite.failures()'), await failures()]).toEqual([[], []]);
    expect(await page.evaluate('suite.derived()')).toBe(await derived());
  });
});
