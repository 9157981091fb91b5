import { createServer, type IncomingMessage } from 'node:http';
import { createRemoteKeySet } from '@countersign/jwt';
import { accessTokenRules, createBearerVerifier } from '@countersign/jwt/http';

const issuer = process.env['ISSUER'] ?? 'https://auth.example.com';
const rules = accessTokenRules({ issuer, audience: 'https://api.example.com', algorithms: ['ES256'] });
const bearer = createBearerVerifier(createRemoteKeySet(`${issuer}/jwks.json`), rules);

async function handle({ headersDistinct }: IncomingMessage): Promise<Response> {
  const { claims } = await bearer.verify(headersDistinct['authorization'], { scope: 'read' });
  return Response.json({ user: claims.sub });
}

const server = createServer(async (request, response) => {
  const answer = await handle(request)
    .catch(bearer.respond)
    .catch(() => new Response(null, { status: 500 }));
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
});
server.listen(Number(process.env['PORT'] ?? 3000));
