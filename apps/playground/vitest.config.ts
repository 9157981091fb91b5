import { project } from '@countersign/vitest-config';

export default project({
  name: 'playground',
  sharesChromium: true,
  globalSetup: ['testing/build.ts'],
});
