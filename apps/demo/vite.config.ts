import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const web = join(import.meta.dirname, 'web');
const PAGES = ['index', 'register', 'verify', 'forgot', 'reset', 'account', 'walk'];

/** Puts each page into the document that all pages share. */
function layout(): Plugin {
  const head = `<!doctype html>
<html lang="en"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" />
<link rel="icon" href="/seal.svg" type="image/svg+xml" /><link rel="stylesheet" href="/style.css" />`;
  const header = `</head><body><header><strong>Countersign demo</strong>
<nav aria-label="Pages"><a href="/">Account</a><a href="/walk">API walk</a><a href="/docs">API reference</a><a href="/playground/">Playground</a></nav></header>`;
  return {
    name: 'layout',
    transformIndexHtml: {
      order: 'pre',
      handler: (page) => `${head}${page.replace('</title>', `</title>${header}`)}</body></html>`,
    },
  };
}

export default defineConfig({
  root: web,
  plugins: [layout()],
  resolve: { conditions: ['@countersign/source', 'module', 'browser'] },
  build: {
    outDir: join(import.meta.dirname, 'dist/web'),
    emptyOutDir: true,
    target: 'es2024',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      checks: { bundlerTimings: false },
      input: PAGES.map((name) => join(web, `${name}.html`)),
    },
  },
});
