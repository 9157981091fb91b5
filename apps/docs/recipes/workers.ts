import { createRemoteKeySet } from '@countersign/jwt';
import { accessTokenRules, createBearerVerifier } from '@countersign/jwt/http';

interface Env {
  readonly ISSUER: string;
}

/** The keys stay in memory between requests. */
let bearer: ReturnType<typeof createBearer> | undefined;

function createBearer({ ISSUER: issuer }: Env) {
  const rules = accessTokenRules({ issuer, audience: 'https://api.example.com', algorithms: ['ES256'] });
  return createBearerVerifier(createRemoteKeySet(`${issuer}/jwks.json`), rules);
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    bearer ??= createBearer(env);
    return bearer
      .verify(request, { scope: 'read' })
      .then(({ claims }) => Response.json({ user: claims.sub }), bearer.respond);
  },
};
