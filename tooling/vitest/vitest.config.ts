import { project } from './src/project.ts';

export default project({ name: 'vitest' });
