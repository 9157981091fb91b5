import { createRemoteKeySet } from '@countersign/jwt';
import { accessTokenRules, createBearerVerifier } from '@countersign/jwt/http';
import { fastify } from 'fastify';

const issuer = process.env['ISSUER'] ?? 'https://auth.example.com';
const rules = accessTokenRules({ issuer, audience: 'https://api.example.com', algorithms: ['ES256'] });
const bearer = createBearerVerifier(createRemoteKeySet(`${issuer}/jwks.json`), rules);

const app = fastify();
app.get('/me', async (request) => {
  const { claims } = await bearer.verify(request.raw.headersDistinct['authorization'], { scope: 'read' });
  return { user: claims.sub };
});
app.setErrorHandler((error, _request, reply) => reply.send(bearer.respond(error)));
await app.listen({ port: Number(process.env['PORT'] ?? 3000) });
