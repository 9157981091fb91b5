import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeEndpoints } from './document.ts';

// Writes the description beside the sources, where changes to it show in a diff. A test compares it with what the service answers.
writeFileSync(
  join(import.meta.dirname, '../../openapi.json'),
  `${JSON.stringify(describeEndpoints(), null, 2)}\n`,
);
