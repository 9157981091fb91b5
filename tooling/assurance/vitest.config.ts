import { project } from '@countersign/vitest-config';

export default project({ name: 'assurance', testTimeout: 60_000 });
