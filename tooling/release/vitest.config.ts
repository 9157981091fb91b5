import { project } from '@countersign/vitest-config';

export default project({ name: 'release', testTimeout: 240_000, sequential: true });
