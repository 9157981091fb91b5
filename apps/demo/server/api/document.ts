import { OpenAPIHono } from '@hono/zod-openapi';
import * as endpoints from './endpoints.ts';

/** The OpenAPI 3.1 description, from the routes that answer. `openapi.json` beside this folder is a copy that a test compares. */
export function describeApi(app: OpenAPIHono) {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An access token (RFC 6750, RFC 9068).',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'resourceServer', {
    type: 'http',
    scheme: 'basic',
    description: 'Identifier and secret of a resource server.',
  });
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Countersign demo',
      version: '1',
      description:
        'A small auth service. Errors are problem details (RFC 9457) with a stable `code`, and never repeat what was submitted.',
      license: { name: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: ['Accounts', 'Sessions', 'Passwords', 'Resources', 'Tokens', 'Discovery'].map((name) => ({ name })),
  });
}

export type ApiDescription = ReturnType<typeof describeApi>;

/** The same from the table of endpoints alone, for `openapi.json`. */
export function describeEndpoints(): ApiDescription {
  const app = new OpenAPIHono();
  for (const endpoint of Object.values(endpoints)) app.openAPIRegistry.registerPath(endpoint);
  return describeApi(app);
}
