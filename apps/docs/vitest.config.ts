import { project } from '@countersign/vitest-config';

export default project({ name: 'docs' });
