/** The files to change, and the tests that may detect it. */
interface Pass {
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
  /** The runtime whose files `imports` resolve to. Default: `node`. */
  readonly runtime?: 'web';
}

/** A part of a package whose tests must detect changes to it. Patterns are relative to the package's folder. */
export interface MutatedModule {
  /** The folder of the package, from the root of the workspace. */
  readonly package: string;
  readonly passes: readonly Pass[];
  /** The least share of changes that the tests must detect, in percent. Default 90. */
  readonly threshold?: number;
}

export const MODULES: Readonly<Record<string, MutatedModule>> = {
  'core/options': {
    package: 'packages/core',
    passes: [{ mutate: ['src/{options,option-readers,members}.ts'], tests: ['src/options.test.ts'] }],
    threshold: 95,
  },
  'core/random': {
    package: 'packages/core',
    passes: [{ mutate: ['src/random/*.ts'], tests: ['src/random/*.test.ts'] }],
  },
  'core/encoding': {
    package: 'packages/core',
    passes: [{ mutate: ['src/encoding/*.ts'], tests: ['src/encoding/*.test.ts'] }],
  },
  'jwt/claims': {
    package: 'packages/jwt',
    passes: [
      {
        mutate: ['src/claims/*.ts', '!src/claims/schema.ts'],
        tests: ['src/claims/*.test.ts', '!src/claims/schema.test.ts'],
      },
      {
        mutate: ['src/claims/schema.ts'],
        tests: ['src/claims/schema.test.ts', 'src/claims/sentences.test.ts'],
      },
    ],
  },
  'jwt/token': {
    package: 'packages/jwt',
    passes: [{ mutate: ['src/token/*.ts'], tests: ['src/token/*.test.ts'] }],
  },
  'jwt/keys': {
    package: 'packages/jwt',
    passes: [
      {
        mutate: ['algorithms', 'formats/*', 'integers', 'jwk', 'rsa', 'secret'].map(
          (name) => `src/keys/${name}.ts`,
        ),
        tests: ['parts', 'rsa', 'secret'].map((name) => `src/keys/${name}.test.ts`),
      },
      {
        mutate: ['crypto-key', 'export', 'generate', 'import', 'key', 'memory', 'resolve'].map(
          (name) => `src/keys/${name}.ts`,
        ),
        tests: ['src/keys/*.test.ts', '!src/keys/files.test.ts', '!src/keys/keys.test.ts'],
      },
      {
        mutate: ['src/runtime/keys.node.ts'],
        tests: ['src/keys/parts.test.ts', 'src/runtime/keys.test.ts'],
      },
      {
        mutate: ['src/runtime/keys.web.ts'],
        tests: ['src/keys/parts.test.ts', 'src/runtime/keys.test.ts'],
        runtime: 'web',
      },
    ],
  },
  'password/generate': {
    package: 'packages/password',
    passes: [{ mutate: ['src/generate/*.ts'], tests: ['src/generate/*.test.ts'] }],
  },
  'password/formats': {
    package: 'packages/password',
    passes: [{ mutate: ['src/formats/*.ts'], tests: ['src/formats/*.test.ts'] }],
  },
  'password/hashing': {
    package: 'packages/password',
    passes: [
      {
        mutate: ['options', 'strength', 'limits', 'queue'].map((name) => `src/hashing/${name}.ts`),
        tests: ['options', 'strength', 'limits', 'queue'].map((name) => `src/hashing/${name}.test.ts`),
      },
      {
        mutate: ['*', '!options', '!strength', '!limits', '!queue'].map((name) =>
          name.replace(/^(!?)(.*)$/, '$1src/hashing/$2.ts'),
        ),
        tests: ['src/hashing/*.test.ts'],
      },
    ],
  },
};
