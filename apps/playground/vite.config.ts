import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { PAGES } from './pages.ts';
import { preloadEverything, shell } from './shell.ts';
import { standalone, workerInBlob } from './standalone/build.ts';

// The packages' sources, resolved as a browser would, so that nothing has to be built first.
const resolve = { conditions: ['@countersign/source', 'module', 'browser'] };

/** Saves a quarter of the token page. */
const withoutPassphrases: Plugin = {
  name: 'without-passphrases',
  enforce: 'pre',
  resolveId: (source) =>
    source === './formats/pbes2.ts' ? join(import.meta.dirname, 'no-passphrases.ts') : undefined,
};

export default defineConfig({
  root: import.meta.dirname,
  // Relative addresses, so that the folder can be served below any path.
  base: './',
  plugins: [
    withoutPassphrases,
    shell(),
    preloadEverything(),
    workerInBlob({ resolve }),
    standalone({ resolve }),
  ],
  resolve,
  build: {
    outDir: join(import.meta.dirname, 'dist'),
    emptyOutDir: true,
    target: 'es2024',
    // The dictionaries of the strength meter are large.
    chunkSizeWarningLimit: 1500,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      checks: { bundlerTimings: false },
      input: PAGES.map(({ file }) => join(import.meta.dirname, file)),
      // Code that all pages share is one file. A page loads no digest that it does not compute.
      output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 4 }] } },
    },
  },
});
