import { createRemoteKeySet } from '@countersign/jwt';
import { accessTokenRules, createBearerVerifier } from '@countersign/jwt/http';

const issuer = process.env['ISSUER'] ?? 'https://auth.example.com';
const rules = accessTokenRules({ issuer, audience: 'https://api.example.com', algorithms: ['ES256'] });
const bearer = createBearerVerifier(createRemoteKeySet(`${issuer}/jwks.json`), rules);

export async function GET(request: Request): Promise<Response> {
  try {
    const { claims } = await bearer.verify(request, { scope: 'read' });
    return Response.json({ user: claims.sub });
  } catch (error) {
    return bearer.respond(error);
  }
}
