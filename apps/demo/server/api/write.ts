import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OpenAPIHono } from '@hono/zod-openapi';
import { describeApi } from './document.ts';
import * as endpoints from './endpoints.ts';

// Writes openapi.json, so that a change of the API shows in a diff. A test compares it with the service.
const app = new OpenAPIHono();
for (const endpoint of Object.values(endpoints)) app.openAPIRegistry.registerPath(endpoint);
const text = JSON.stringify(describeApi(app), null, 2);
writeFileSync(join(import.meta.dirname, '../../openapi.json'), `${text}\n`);
