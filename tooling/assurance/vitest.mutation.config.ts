import { withoutNodeCondition } from '@countersign/vitest-config';
import { defineConfig } from 'vitest/config';

// Stryker runs the tests of a copy of one package through this configuration: one runtime, the files it names, no reports.
const tests = (process.env['MUTATION_TESTS'] ?? 'src/**/*.test.ts').split(',');
const runtime = process.env['TEST_RUNTIME'] ?? 'node';
const conditions = ['@countersign/source', 'node', 'import', 'default'];

export default defineConfig({
  plugins: runtime === 'web' ? [withoutNodeCondition] : [],
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: tests.filter((pattern) => !pattern.startsWith('!')),
    exclude: [
      '**/node_modules/**',
      ...tests.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1)),
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { TEST_RUNTIME: runtime },
    execArgv: ['--conditions', '@countersign/source'],
    // Values that a module computes when it is loaded must be computed again for each change.
    isolate: true,
  },
});
