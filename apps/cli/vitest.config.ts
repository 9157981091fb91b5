import { project } from '@countersign/vitest-config';

export default project({
  name: 'cli',
  listensForLeaks: true,
  globalSetup: ['src/testing/installed.setup.ts'],
});
