import type { OpenAPIHono } from '@hono/zod-openapi';

const SCHEMES = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An access token (RFC 6750, RFC 9068).',
  },
  refreshCookie: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-countersign-refresh',
    description: 'The refresh token in cookie mode. Requests need the Origin header of an allowed origin.',
  },
  resourceServer: {
    type: 'http',
    scheme: 'basic',
    description: 'The user resource-server with RESOURCE_SERVER_SECRET.',
  },
} as const;

/** The OpenAPI 3.1 document of the registered routes. A test compares `openapi.json` with it. */
export function describeApi(app: OpenAPIHono) {
  for (const [name, scheme] of Object.entries(SCHEMES))
    app.openAPIRegistry.registerComponent('securitySchemes', name, scheme);
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Countersign demo',
      version: '1',
      description: 'A small auth service. Errors are problem documents (RFC 9457) with a stable code.',
      license: { name: 'MIT' },
    },
    servers: [{ url: '/' }],
  });
}

export type ApiDescription = ReturnType<typeof describeApi>;
