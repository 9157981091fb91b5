import { join } from 'node:path';
import { defineConfig } from 'vite';
import { PAGES } from './web/pages.ts';
import { shell } from './web/shell.ts';

const web = join(import.meta.dirname, 'web');
// The packages' sources, resolved as a browser would: nothing has to be built first.
const resolve = { conditions: ['@countersign/source', 'module', 'browser'] };

export default defineConfig({
  root: web,
  plugins: [shell()],
  resolve,
  build: {
    outDir: join(import.meta.dirname, 'dist/web'),
    emptyOutDir: true,
    target: 'es2024',
    // The policy allows no inline data but images, and every browser that is aimed at preloads modules by itself.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // How long a build takes on a busy machine is no news at every start.
      checks: { bundlerTimings: false },
      input: PAGES.map(({ name }) => join(web, `${name}.html`)),
    },
  },
});
