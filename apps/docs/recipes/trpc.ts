import { createRemoteKeySet } from '@countersign/jwt';
import { accessTokenRules, createBearerVerifier } from '@countersign/jwt/http';
import { initTRPC } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';

const issuer = process.env['ISSUER'] ?? 'https://auth.example.com';
const rules = accessTokenRules({ issuer, audience: 'https://api.example.com', algorithms: ['ES256'] });
const bearer = createBearerVerifier(createRemoteKeySet(`${issuer}/jwks.json`), rules);

const { router, procedure } = initTRPC.context<{ readonly user: string | undefined }>().create();
const routes = router({ me: procedure.query(({ ctx }) => ({ user: ctx.user })) });

/** Serves `/trpc/me` in any runtime that has `Request` and `Response`. */
export async function fetch(req: Request): Promise<Response> {
  try {
    const { claims } = await bearer.verify(req, { scope: 'read' });
    const createContext = () => ({ user: claims.sub });
    return await fetchRequestHandler({ endpoint: '/trpc', req, router: routes, createContext });
  } catch (error) {
    return bearer.respond(error);
  }
}
