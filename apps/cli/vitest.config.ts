import { project } from '@countersign/vitest-config';

export default project({
  name: 'cli',
  globalSetup: ['src/testing/installed.setup.ts'],
});
