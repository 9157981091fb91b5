import { join } from 'node:path';
import { defineConfig } from 'vite';
import { PAGES } from './web/pages.ts';
import { preloadEverything, shell } from './web/shell.ts';
import { standalone } from './web/standalone/build.ts';

const web = join(import.meta.dirname, 'web');
// The packages' sources, resolved as a browser would: nothing has to be built first.
const resolve = { conditions: ['@countersign/source', 'module', 'browser'] };

export default defineConfig({
  root: web,
  plugins: [shell(), preloadEverything(), standalone({ resolve })],
  resolve,
  build: {
    outDir: join(import.meta.dirname, 'dist/web'),
    emptyOutDir: true,
    target: 'es2024',
    // The policy allows no inline data but images, and every browser that is aimed at preloads modules by itself.
    // The dictionaries of the strength meter are large, and meant to be.
    chunkSizeWarningLimit: 1500,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // How long a build takes on a busy machine is no news at every start.
      checks: { bundlerTimings: false },
      input: PAGES.map(({ name }) => join(web, `${name}.html`)),
      // What three pages share is one file, and small: the next page has it already. Left alone, it would be eight.
      output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 3 }] } },
    },
  },
});
