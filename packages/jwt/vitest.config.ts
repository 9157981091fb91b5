import { project } from '@countersign/vitest-config';

export default project({ name: 'jwt', runtimes: ['node', 'web'] });
