import { createRemoteKeySet } from '@countersign/jwt';
import { accessTokenRules, createBearerVerifier } from '@countersign/jwt/http';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const issuer = process.env['ISSUER'] ?? 'https://auth.example.com';
const rules = accessTokenRules({ issuer, audience: 'https://api.example.com', algorithms: ['ES256'] });
const bearer = createBearerVerifier(createRemoteKeySet(`${issuer}/jwks.json`), rules);

const app = new Hono();
app.get('/me', async ({ req, json }) => {
  const { claims } = await bearer.verify(req.raw, { scope: 'read' });
  return json({ user: claims.sub });
});
app.onError((error) => bearer.respond(error));
serve({ fetch: app.fetch, port: Number(process.env['PORT'] ?? 3000) });
