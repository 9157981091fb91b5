import { createRemoteKeySet } from '@countersign/jwt';
import { accessTokenRules, createBearerVerifier } from '@countersign/jwt/http';

const issuer = process.env['ISSUER'] ?? 'https://auth.example.com';
const rules = accessTokenRules({ issuer, audience: 'https://api.example.com', algorithms: ['ES256'] });
const bearer = createBearerVerifier(createRemoteKeySet(`${issuer}/jwks.json`), rules);

/** Answers a request without a valid token. A route checks the scope and reads the claims. */
export async function proxy(request: Request): Promise<Response | undefined> {
  return bearer.verify(request).then(() => undefined, bearer.respond);
}

export const config = { matcher: '/api/:path*' };
