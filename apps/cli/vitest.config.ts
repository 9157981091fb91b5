import { project } from '@countersign/vitest-config';

export default project({
  name: 'cli',
  testTimeout: 120_000,
  globalSetup: ['src/testing/installed.setup.ts'],
});
