import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { launchChromium } from './launch.ts';

/** A module bundled for browsers, with everything that it imports there. */
export interface BrowserBundle {
  /** Has the module's exports in the global `suite`. */
  readonly script: string;
  /** Paths of the files that are in it. */
  readonly files: readonly string[];
  /** Built-in modules of Node.js that something in it imports: none, or it would not run. */
  readonly builtins: readonly string[];
}

const BUILTINS: ReadonlySet<string> = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));

/**
 * Bundles a module from the packages' sources as browsers get it.
 *
 * @throws when it imports a built-in module of Node.js where that cannot be left out
 */
export async function bundle(entry: URL): Promise<BrowserBundle> {
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    write: false,
    metafile: true,
    format: 'iife',
    globalName: 'suite',
    platform: 'browser',
    conditions: ['@countersign/source'],
    logLevel: 'silent',
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports.map(({ path }) => path));
  return {
    script: outputFiles[0]?.text ?? '',
    files: Object.keys(metafile.inputs),
    builtins: imports.filter((path) => BUILTINS.has(path) || path.startsWith('node:')),
  };
}

/** Starts a browser, runs a script in an empty page at an unused address, and evaluates a question in the page. */
export async function askPage<Answer>(
  url: string,
  script: string,
  ask: (page: Page) => Promise<Answer>,
): Promise<Answer> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
    await page.goto(url);
    await page.addScriptTag({ content: script });
    return await ask(page);
  } finally {
    await browser.close();
  }
}
