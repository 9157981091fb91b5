import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { launchChromium } from '@countersign/vitest-config/chromium';
import { type BuildResult, build } from 'esbuild';
import { beforeAll, expect, test } from 'vitest';
import { answers, derived, failures, made, verified } from './testing/browser-suite.ts';

// The default entry, bundled for browsers and run in a real one: what one side hashes, the other verifies.

const PASSWORD = 'lètmein, plenty of pénguins';

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
  const { outputFiles } = await bundle('./testing/browser-suite.ts');
  script = outputFiles[0]?.text ?? '';
});

test('a bundle for browsers reaches no built-in module of Node.js and no native binding', async () => {
  const { metafile } = await bundle('./index.ts');
  const inputs = Object.entries(metafile.inputs);
  const builtins = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));
  const imports = inputs.flatMap(([, input]) => input.imports.map(({ path }) => path));
  expect(inputs.some(([path]) => path.endsWith('engine/web.ts'))).toBe(true);
  expect(inputs.filter(([path]) => /@node-rs|engine\/node/.test(path))).toEqual([]);
  expect(imports.filter((path) => builtins.has(path) || path.startsWith('node:'))).toEqual([]);
});

test('a bundle that reaches one does not build, so the test above can fail', async () => {
  await expect(bundle('./node.ts')).rejects.toThrow(/Could not resolve "node:/);
});

test('Chromium and Node.js verify what the other hashed, and judge alike', async () => {
  const fromNode = [
    ...(await made(PASSWORD)),
    // As Django and PHP store them, and one that a browser refuses because of its limits.
    'pbkdf2_sha256$1000$seasalt$JgZryXe2Ga8ysg6XbzkLpTdyPQrHqsinbL9BnnhgX4A=',
    '$2y$04$CCCCCCCCCCCCCCCCCCCCC.r5gqJaIw/Et6H9KstP3pEKn0VB0g6zW',
    '$scrypt$ln=40,r=8,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  ];
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
    await page.goto('https://password.test/');
    await page.addScriptTag({ content: script });
    const text = JSON.stringify(PASSWORD);
    expect(await page.evaluate(`suite.verified(${text}, ${JSON.stringify(fromNode)})`)).toEqual(
      await verified(PASSWORD, fromNode),
    );
    const fromBrowser = await page.evaluate<readonly string[]>(`suite.made(${text})`);
    expect(await verified(PASSWORD, fromBrowser)).toEqual(fromBrowser.flatMap(() => ['true', 'false']));
    expect(await page.evaluate('suite.answers()')).toEqual(await answers());
    expect([await page.evaluate('suite.failures()'), await failures()]).toEqual([[], []]);
    expect(await page.evaluate('suite.derived()')).toBe(await derived());
  } finally {
    await browser.close();
  }
});
