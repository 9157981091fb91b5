import { createHash } from 'node:crypto';
import type { OpenAPIHono } from '@hono/zod-openapi';
import * as endpoints from '../api/endpoints.ts';
import type { Services } from '../services.ts';

/** The public keys and the metadata of this issuer. */
export function discoveryRoutes(app: OpenAPIHono, { tokens, config, publicUrl }: Services): void {
  app.openapi(endpoints.jwks, (c) => {
    const body = JSON.stringify(tokens().jwks);
    const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
    c.header('etag', etag);
    c.header('cache-control', `public, max-age=${config.JWKS_MAX_AGE}`);
    // Every page may read public keys.
    c.header('access-control-allow-origin', '*');
    c.header('cross-origin-resource-policy', 'cross-origin');
    const known = (c.req.header('if-none-match') ?? '')
      .split(',')
      .map((tag) => tag.trim().replace(/^W\//, ''));
    if (known.includes(etag) || known.includes('*')) return c.body(null, 304);
    return c.body(body, 200, { 'content-type': 'application/jwk-set+json' });
  });

  app.openapi(endpoints.metadata, (c) => {
    c.header('cache-control', 'public, max-age=3600');
    c.header('access-control-allow-origin', '*');
    return c.json(
      {
        issuer: publicUrl,
        jwks_uri: `${publicUrl}/.well-known/jwks.json`,
        // RFC 8414 section 2 requires the first list. An absent second list would mean two grant types.
        response_types_supported: [],
        grant_types_supported: [],
        revocation_endpoint: `${publicUrl}/oauth/revoke`,
        revocation_endpoint_auth_methods_supported: ['none'],
        ...(config.RESOURCE_SERVER_SECRET !== undefined && {
          introspection_endpoint: `${publicUrl}/oauth/introspect`,
          introspection_endpoint_auth_methods_supported: ['client_secret_basic'],
        }),
        service_documentation: `${publicUrl}/docs`,
      },
      200,
    );
  });
}
