import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type InlineConfig, type Plugin, type Rolldown } from 'vite';
import { PAGES, type Page, STANDALONE } from '../pages.ts';
import { bodyOf, type Place } from '../shell.ts';

const web = join(import.meta.dirname, '..');

const FILE: Place = {
  pages: PAGES.filter(({ connects }) => connects === 'nowhere'),
  href: ({ name }) => `#${name}`,
  offline: 'This is one file: it needs no server and no network.',
  proof:
    'See for yourself in the developer tools: the network tab stays empty, and the head of this file holds the policy.',
};

/** Writes the pages that work offline as one file beside the built site, with a policy that names all that is in it. */
export function standalone(settings: Pick<InlineConfig, 'resolve'>): Plugin {
  return {
    name: 'standalone',
    apply: 'build',
    async writeBundle({ dir = '' }, bundle) {
      const seal = dataUrl(readFileSync(join(web, 'public/seal.svg')));
      const script = (await bundled(settings, 'standalone/main.ts', [workerInBlob(settings)]))
        // These texts end the script element, or begin a comment in it.
        .replaceAll('</script', '<\\/script')
        .replaceAll('<!--', '<\\!--');
      const pages = FILE.pages.map((page) => ({
        page,
        content: readFileSync(join(web, page.file), 'utf8'),
        style: styleOf(page, bundle).replaceAll(/\.*\/seal\.svg/g, seal),
      }));
      writeFileSync(join(dir, STANDALONE), fileOf(script, seal, pages));
    },
  };
}

/** A script with all that it imports, as one text. */
async function bundled(
  settings: Pick<InlineConfig, 'resolve'>,
  entry: string,
  plugins: readonly Plugin[] = [],
): Promise<string> {
  const result = await build({
    ...settings,
    configFile: false,
    root: web,
    publicDir: false,
    logLevel: 'error',
    plugins: [...plugins],
    build: {
      write: false,
      target: 'es2024',
      modulePreload: false,
      rolldownOptions: { input: join(web, entry), output: { format: 'iife', codeSplitting: false } },
    },
  });
  const [output] = [result].flat();
  if (!output || !('output' in output) || output.output.length !== 1)
    throw new Error(`${entry} is not one file when it is built.`);
  return output.output[0].code;
}

/** There is no address to start a worker from: its script is a text in the page's, and becomes a blob. */
export function workerInBlob(settings: Pick<InlineConfig, 'resolve'>): Plugin {
  const WORKER = /\.worker\.ts\?worker&url$/;
  return {
    name: 'worker-in-blob',
    enforce: 'pre',
    resolveId: (source, importer) =>
      WORKER.test(source) && importer !== undefined ? `\0${join(importer, '..', source)}` : undefined,
    async load(id) {
      if (!WORKER.test(id)) return undefined;
      const code = await bundled(settings, id.slice(web.length + 2, -'?worker&url'.length));
      return `export default URL.createObjectURL(new Blob([${JSON.stringify(code)}], { type: 'text/javascript' }));`;
    },
  };
}

/** Vite names a style sheet after the page that uses it. */
const styleName = (name: string): string => (name === 'token' ? 'index' : name);

function styleOf({ name }: Page, bundle: Rolldown.OutputBundle): string {
  const found = Object.values(bundle).find(
    ({ type, fileName }) =>
      type === 'asset' && fileName.startsWith(`assets/${styleName(name)}-`) && fileName.endsWith('.css'),
  );
  if (found?.type !== 'asset') throw new Error(`The page ${name} has no style.`);
  // Without its transitions between pages, which files have not.
  return String(found.source)
    .replaceAll(/@view-transition\s*\{[^}]*\}/g, '')
    .trim();
}

interface Built {
  readonly page: Page;
  readonly content: string;
  readonly style: string;
}

function fileOf(script: string, seal: string, pages: readonly Built[]): string {
  const policy = [
    "default-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    `script-src ${digest(script)} 'wasm-unsafe-eval'`,
    `style-src ${pages.map(({ style }) => digest(style)).join(' ')}`,
    'img-src data:',
    "connect-src 'none'",
    'worker-src blob:',
    "require-trusted-types-for 'script'",
    `trusted-types ${pages.flatMap(({ page }) => page.worker ?? []).join(' ')}`,
  ];
  const templates = pages.map(
    ({ page, content, style }) =>
      `<template id="page-${page.name}" title="${page.title}"><style>${style}</style>${bodyOf(page, content, FILE)}</template>`,
  );
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="referrer" content="no-referrer" />
    <title>Countersign</title>
    <link rel="icon" href="${seal}" />
  </head>
  <body>
    <noscript>This file computes in your browser and needs JavaScript for it.</noscript>
    ${templates.join('\n    ')}
    <script>${script}</script>
  </body>
</html>
`;
}

const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const dataUrl = (svg: Buffer): string => `data:image/svg+xml;base64,${svg.toString('base64')}`;
