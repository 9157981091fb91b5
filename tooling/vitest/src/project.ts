import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin, type ViteUserConfigFnObject } from 'vitest/config';
import { counterpartTags, missingCounterparts } from './counterparts.ts';
import { WAITS } from './patience.ts';

/** The export condition under which the packages resolve to their TypeScript sources. */
const SOURCE_CONDITION = '@countersign/source';

const REQUIRED = fileURLToPath(import.meta.resolve('./required.setup.ts'));
const SHARED_CHROMIUM = fileURLToPath(import.meta.resolve('./chromium/shared.setup.ts'));

// Mutation testing leaves copies of a package in it while it runs.
const EXCLUDED = ['**/node_modules/**', '**/dist/**', '**/.stryker-tmp/**'];

/** Endurance tests, which only `vitest --mode long` runs. */
const LONG = '**/*.long.test.ts';

/**
 * Milliseconds after which a test or a hook is held to hang: far above what any takes on a slow and busy machine, since no
 * time is tested by it.
 */
const HANGS = 300_000;

interface ProjectOptions {
  readonly name: string;
  /** Modules run once around the whole suite. */
  readonly globalSetup?: readonly string[];
  /** Starts one Chromium for all test files, which `connectToChromium` of `chromium/shared.ts` gives them. */
  readonly sharesChromium?: boolean;
  /** Runs every test once for each of these runtimes, which decide what `imports` and `exports` resolve to; `*.node.test.ts` on node alone. Default: node alone. */
  readonly runtimes?: readonly ('node' | 'web')[];
  /** Test files run one after the other, for suites that share a server or measure time. */
  readonly sequential?: boolean;
}

/** Vitest and Vite always add the condition `node`. This plugin removes it from the resolved configuration. */
export const withoutNodeCondition: Plugin = {
  name: 'without-node-condition',
  configResolved(config) {
    for (const { resolve } of Object.values(config.environments)) {
      resolve.conditions = resolve.conditions.filter((condition) => condition !== 'node');
    }
  },
};

/**
 * One package's tests. `vitest` runs `*.test.ts` beside the code; `vitest --mode conformance`
 * runs `*.conformance.ts`, which read the published vectors named by `VECTORS_DIR`, and so on for any mode.
 * Counts go to `reports/`, from which the continuous integration adds them up.
 */
export function project(options: ProjectOptions): ViteUserConfigFnObject {
  return defineConfig(({ mode: suite }) => {
    // Vitest's own mode is "test"; any other names the kind of files to run: conformance, rehearsal.
    const conditions = [SOURCE_CONDITION, 'node'];
    const { runtimes } = options;
    const excluded = suite === 'long' ? EXCLUDED : [...EXCLUDED, LONG];
    const areRequired = (process.env['REQUIRE_COUNTERPARTS'] ?? '') !== '';
    return {
      resolve: { conditions },
      ssr: { resolve: { conditions } },
      test: {
        name: options.name,
        include: suite === 'long' ? [LONG] : [`**/*.${suite}.ts`],
        exclude: excluded,
        testTimeout: HANGS,
        hookTimeout: HANGS,
        expect: { poll: { timeout: WAITS } },
        setupFiles: areRequired ? [REQUIRED] : [],
        tags: counterpartTags(missingCounterparts(), areRequired),
        globalSetup: [...(options.sharesChromium ? [SHARED_CHROMIUM] : []), ...(options.globalSetup ?? [])],
        fileParallelism: !options.sequential,
        execArgv: ['--conditions', SOURCE_CONDITION],
        reporters: ['default', ['json', { outputFile: `reports/${suite}.json` }]],
        ...(runtimes && {
          projects: runtimes.map((runtime) => ({
            extends: true as const,
            plugins: runtime === 'web' ? [withoutNodeCondition] : [],
            test: {
              name: `${options.name} on ${runtime}`,
              env: { TEST_RUNTIME: runtime },
              exclude: [...excluded, ...(runtime === 'node' ? [] : ['**/*.node.*.ts'])],
            },
          })),
        }),
      },
    };
  });
}
