import { project } from '@countersign/vitest-config';

export default project({
  name: 'cli',
  globalSetup: ['src/test/installed.setup.ts'],
});
