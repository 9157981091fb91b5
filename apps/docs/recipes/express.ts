import { createRemoteKeySet } from '@countersign/jwt';
import { accessTokenRules, createBearerVerifier } from '@countersign/jwt/http';
import express, { type ErrorRequestHandler } from 'express';

const issuer = process.env['ISSUER'] ?? 'https://auth.example.com';
const rules = accessTokenRules({ issuer, audience: 'https://api.example.com', algorithms: ['ES256'] });
const bearer = createBearerVerifier(createRemoteKeySet(`${issuer}/jwks.json`), rules);

const app = express();
app.get('/me', async (request, response) => {
  const { claims } = await bearer.verify(request.headersDistinct['authorization'], { scope: 'read' });
  response.json({ user: claims.sub });
});

const reject: ErrorRequestHandler = async (error, _request, response, _next) => {
  const answer = bearer.respond(error);
  response.status(answer.status).setHeaders(answer.headers);
  response.send(await answer.text());
};
app.use(reject);
app.listen(Number(process.env['PORT'] ?? 3000));
