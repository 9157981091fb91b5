import { project } from '@countersign/vitest-config';

export default project({
  name: 'cli',
  listensForLeaks: true,
  testTimeout: 120_000,
  globalSetup: ['src/testing/installed.setup.ts'],
});
