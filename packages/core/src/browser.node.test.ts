import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { launchChromium } from '@countersign/vitest-config/chromium';
import { type BuildResult, build } from 'esbuild';
import { beforeAll, expect, test } from 'vitest';
import { randomCases } from './testing/cases.ts';
import { answers, digestOf } from './testing/suite.ts';

// The default entry, bundled for browsers and run in a real one. Its answers must be those of the Node.js provider.

function bundle(entry: string): Promise<BuildResult<{ metafile: true; write: false }>> {
  return build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    write: false,
    metafile: true,
    format: 'iife',
    globalName: 'suite',
    platform: 'browser',
    conditions: ['@countersign/source'],
    logLevel: 'silent',
  });
}

let script = '';
beforeAll(async () => {
  const { outputFiles } = await bundle('./testing/suite.ts');
  script = outputFiles[0]?.text ?? '';
});

test('a bundle for browsers reaches no built-in module of Node.js', async () => {
  const { metafile } = await bundle('./index.ts');
  const inputs = Object.entries(metafile.inputs);
  const builtins = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));
  const imports = inputs.flatMap(([, input]) => input.imports.map(({ path }) => path));
  expect(inputs.some(([path]) => path.endsWith('provider/web.ts'))).toBe(true);
  expect(inputs.some(([path]) => /provider\/(node|openssl|wasm)/.test(path))).toBe(false);
  expect(imports.filter((path) => builtins.has(path) || path.startsWith('node:'))).toEqual([]);
});

test('a bundle that reaches one does not build, so the test above can fail', async () => {
  await expect(bundle('./node.ts')).rejects.toThrow(/Could not resolve "node:/);
});

test.each([
  ['a secure context', 'https://core.test/'],
  ['a context without crypto.subtle', 'http://core.test/'],
])('Chromium answers what Node.js answers, in %s', async (_name, url) => {
  const seed = Math.trunc(Math.random() * 2 ** 31);
  const cases = randomCases(seed);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
    await page.goto(url);
    await page.addScriptTag({ content: script });
    expect(await page.evaluate('isSecureContext')).toBe(url.startsWith('https'));
    const digests = await page.evaluate(`${JSON.stringify(cases)}.map(suite.digestOf)`);
    expect(digests, `seed ${seed}`).toEqual(cases.map(digestOf));
    expect(await page.evaluate('suite.answers()')).toEqual(await answers());
  } finally {
    await browser.close();
  }
});
