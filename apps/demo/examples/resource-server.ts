import { createServer } from 'node:http';
import { accessTokenRules, createBearerVerifier, discoverKeySet } from '@countersign/jwt/http';

// Another service that accepts the tokens of the demo: AUDIENCES=https://reports.example.com
const { ISSUER: issuer = 'http://127.0.0.1:8080', PORT = '8081' } = process.env;
const rules = accessTokenRules({ issuer, audience: 'https://reports.example.com', algorithms: ['Ed25519'] });
const bearer = createBearerVerifier(await discoverKeySet(issuer), { ...rules, leeway: '30s' });

createServer(async (request, response) => {
  try {
    const { claims } = await bearer.verify(request.headers.authorization);
    response.end(`A report for ${claims.sub}\n`);
  } catch (error) {
    const answer = bearer.respond(error);
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  }
}).listen(Number(PORT), '127.0.0.1');
