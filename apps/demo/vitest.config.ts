import { project } from '@countersign/vitest-config';

export default project({
  name: 'demo',
  sharesChromium: true,
  globalSetup: ['web/testing/build.ts', 'server/testing/postgres.setup.ts'],
});
