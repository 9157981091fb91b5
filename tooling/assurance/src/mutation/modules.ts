/** A part of a package whose tests must notice when it is changed. */
export interface MutatedModule {
  /** The folder of the package, from the root of the workspace. */
  readonly package: string;
  /** The files that are changed, from the folder of the package. */
  readonly mutate: readonly string[];
  /** The test files that may notice. Slow ones, which add nothing for this module, stay out. */
  readonly tests: readonly string[];
}

export const MODULES: Readonly<Record<string, MutatedModule>> = {
  'core/random': {
    package: 'packages/core',
    mutate: ['src/random/*.ts'],
    tests: ['src/random/*.test.ts'],
  },
  'core/encoding': {
    package: 'packages/core',
    mutate: ['src/encoding/*.ts'],
    tests: ['src/encoding/*.test.ts'],
  },
  'jwt/claims': {
    package: 'packages/jwt',
    mutate: ['src/claims/*.ts'],
    tests: ['src/claims/*.test.ts'],
  },
  'jwt/token': {
    package: 'packages/jwt',
    mutate: ['src/token/*.ts'],
    tests: ['src/token/*.test.ts', 'src/robustness.test.ts', 'src/attacks.test.ts', 'src/vectors/*.test.ts'],
  },
  'jwt/keys': {
    package: 'packages/jwt',
    mutate: ['src/keys/*.ts', 'src/keys/platform/node.ts'],
    tests: ['src/keys/*.test.ts', 'src/attacks.test.ts', 'src/vectors/*.test.ts'],
  },
  'password/generate': {
    package: 'packages/password',
    mutate: ['src/generate/*.ts'],
    tests: ['src/generate/*.test.ts'],
  },
  'password/formats': {
    package: 'packages/password',
    mutate: ['src/formats/*.ts'],
    tests: ['src/formats/*.test.ts', 'src/hashing/*.test.ts'],
  },
  'password/hashing': {
    package: 'packages/password',
    mutate: ['src/hashing/*.ts'],
    tests: ['src/hashing/*.test.ts', 'src/formats/*.test.ts'],
  },
};
