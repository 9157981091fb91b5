import { project } from '@countersign/vitest-config';

export default project({ name: 'password', testTimeout: 120_000 });
