import { defineConfig } from 'vitest/config';

// Stryker runs the tests of a copy of one package through this configuration: one runtime, the files it names, no reports.
const conditions = ['@countersign/source', 'node', 'import', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: (process.env['MUTATION_TESTS'] ?? 'src/**/*.test.ts').split(','),
    exclude: ['**/node_modules/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { TEST_RUNTIME: 'node' },
    execArgv: ['--conditions', '@countersign/source'],
    isolate: false,
  },
});
