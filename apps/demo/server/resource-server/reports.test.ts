import { once } from 'node:events';
import { createServer } from 'node:http';
import { createSigner, exportKey, generateKey } from '@countersign/jwt';
import { afterEach, expect, test } from 'vitest';
import { bearer, call } from '../testing/harness.ts';
import { createReports } from './reports.ts';

// The second service alone, with an issuer that comes and goes. With the first service it is tested in service.test.ts.

const { privateKey, publicKey } = await generateKey('Ed25519', { keyId: 'test' });
const jwks = JSON.stringify({ keys: [await exportKey(publicKey, 'jwk')] });
const ISSUER = 'https://issuer.example';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function startIssuer(): Promise<{ readonly port: number; readonly stop: () => void }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/jwk-set+json').end(jwks);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = (): void => {
    server.close();
    server.closeAllConnections();
  };
  ends.push(stop);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on a port');
  return { port: address.port, stop };
}

interface TokenOf {
  readonly type?: string;
  readonly audience?: string;
}

async function startReports(issuerPort: number, { type = 'at+jwt', audience }: TokenOf = {}) {
  const reports = await createReports({
    host: '127.0.0.1',
    port: 0,
    url: undefined,
    issuer: ISSUER,
    issuerAddress: `http://127.0.0.1:${issuerPort}`,
    secret: 'introspection',
    now: () => new Date(),
  });
  ends.push(() => reports.close(0));
  const sign = createSigner(privateKey, { algorithm: 'Ed25519', type });
  const iat = Math.floor(Date.now() / 1000);
  const token = await sign({
    iss: ISSUER,
    aud: [audience ?? reports.audience],
    sub: 'user-42',
    sid: 'session-1',
    jti: 'token-1',
    client_id: 'test',
    iat,
    exp: iat + 300,
  });
  return { url: reports.url, headers: bearer(token) };
}

test('tokens are verified with the keys that are known while the issuer is down, and nothing is changed without asking it', async () => {
  const issuer = await startIssuer();
  const { url, headers } = await startReports(issuer.port);
  expect((await call(url, 'GET', '/report', undefined, headers)).status).toBe(200);
  issuer.stop();
  expect((await call(url, 'GET', '/report', undefined, headers)).status).toBe(200);
  expect(await call(url, 'POST', '/report', undefined, headers)).toMatchObject({ status: 503 });
});

test.each<[string, TokenOf]>([
  ['without a type of its own', { type: 'JWT' }],
  ['of another type', { type: 'reset+jwt' }],
  ['for another service', { audience: 'https://other.example' }],
])('a token %s is refused: of another type or for another service', async (_what, token) => {
  const { url, headers } = await startReports((await startIssuer()).port, token);
  expect(await call(url, 'GET', '/report', undefined, headers)).toMatchObject({
    status: 401,
    json: { code: 'invalid-token' },
  });
});

test('a token that cannot be judged for want of keys is not called invalid', async () => {
  const { port, stop } = await startIssuer();
  stop();
  const { url, headers } = await startReports(port);
  const answer = await call(url, 'GET', '/report', undefined, headers);
  expect(answer).toMatchObject({ status: 503, json: { code: 'unavailable' } });
});
