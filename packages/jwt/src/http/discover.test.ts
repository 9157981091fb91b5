import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createBearerVerifier, discoverKeySet } from '../http.ts';
import { exportKey, generateKey, sign } from '../index.ts';

// An authorization server on the loopback interface. A path without a document answers 404.

const { privateKey, publicKey } = await generateKey('ES256', { keyId: 'one' });
const jwks = { keys: [await exportKey(publicKey, 'jwk')] };
const OIDC = '/.well-known/openid-configuration';
const OAUTH = '/.well-known/oauth-authorization-server';

type Answer = (response: ServerResponse) => void;

let server: Server;
let origin: string;
let paths: string[];
let answers: Map<string, Answer>;

const json =
  (body: unknown): Answer =>
  (response) =>
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
const status =
  (code: number, headers = {}): Answer =>
  (response) =>
    response.writeHead(code, headers).end('{}');

beforeEach(async () => {
  paths = [];
  server = createServer((request, response) => {
    paths.push(request.url ?? '');
    (answers.get(request.url ?? '') ?? status(404))(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  origin = `http://127.0.0.1:${address.port}`;
  answers = new Map([['/keys', json(jwks)]]);
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const metadata = (issuer: string, other = {}): Answer =>
  json({ issuer, jwks_uri: `${origin}/keys`, ...other });

describe('discoverKeySet', () => {
  test.each([
    ['OpenID Connect metadata', '', OIDC],
    ['OAuth metadata', '', OAUTH],
    ['OpenID Connect metadata of an issuer with a path', '/realms/one', `/realms/one${OIDC}`],
    ['OAuth metadata of an issuer with a path', '/realms/one', `${OAUTH}/realms/one`],
    ['OpenID Connect metadata of an issuer with a final slash', '/', OIDC],
    ['OAuth metadata of an issuer with a path and a final slash', '/one/', `${OAUTH}/one`],
  ])('verifies tokens with keys from %s', async (_name, path, address) => {
    const issuer = `${origin}${path}`;
    answers.set(address, metadata(issuer));
    const keySet = await discoverKeySet(issuer);
    expect(paths).not.toContain('/keys');
    const bearer = createBearerVerifier(keySet, { algorithms: ['ES256'], issuer, audience: 'api' });
    const token = await sign({ iss: issuer, aud: 'api' }, privateKey, { algorithm: 'ES256', expiresIn: 60 });
    expect((await bearer.verify(`Bearer ${token}`)).claims.iss).toBe(issuer);
  });

  test.each<[string, string, (issuer: string) => Answer]>([
    ['another issuer', '', () => metadata('https://evil.example')],
    ['an issuer with a slash instead of none', '', (issuer) => metadata(`${issuer}/`)],
    ['an issuer without the final slash', '/', () => metadata(origin)],
    ['an issuer in another case', '/Realm', (issuer) => metadata(issuer.toLowerCase())],
    ['no issuer', '', () => json({ jwks_uri: `${origin}/keys` })],
    ['an issuer in a list', '', (issuer) => json({ issuer: [issuer], jwks_uri: `${origin}/keys` })],
  ])('rejects metadata with %s, and blames the configuration', async (_name, path, answer) => {
    const issuer = `${origin}${path}`;
    answers.set(`${path.replace(/\/$/, '')}${OIDC}`, answer(issuer));
    answers.set(OAUTH, metadata(issuer));
    await expect(discoverKeySet(issuer)).rejects.toMatchObject({
      code: 'ERR_KEY_SET',
      blame: 'configuration',
    });
  });

  test.each<[string, () => Answer, 'configuration' | 'outage']>([
    ['no metadata', () => status(404), 'configuration'],
    ['forbidden metadata', () => status(403), 'configuration'],
    ['redirected metadata', () => status(302, { location: '/elsewhere' }), 'configuration'],
    ['a server error', () => status(500), 'outage'],
    ['too many requests', () => status(429), 'outage'],
    ['a web page', () => json('<!doctype html>'), 'outage'],
    ['a list', () => json([]), 'outage'],
    ['a member twice', () => json(`{"issuer":"a","issuer":"${origin}"}`), 'outage'],
    ['a closed connection', () => (response) => response.destroy(), 'outage'],
    ['too much data', () => json(`"${'x'.repeat(300_000)}"`), 'outage'],
    ['no key set', () => json({ issuer: origin }), 'outage'],
    ['a key set without TLS', () => metadata(origin, { jwks_uri: 'http://keys.example/' }), 'outage'],
    ['a key set in a file', () => metadata(origin, { jwks_uri: 'file:///etc/keys' }), 'outage'],
    ['an address that cannot be read', () => metadata(origin, { jwks_uri: 'http://[' }), 'outage'],
    ['a relative key set', () => metadata(origin, { jwks_uri: '/keys' }), 'outage'],
  ])('blames the right side for %s', async (_name, answer, blame) => {
    answers.set(OIDC, answer());
    await expect(discoverKeySet(origin)).rejects.toMatchObject({ code: 'ERR_KEY_SET', blame });
    expect(paths).not.toContain('/elsewhere');
  });

  test('stops after the timeout', async () => {
    answers.set(OIDC, () => undefined);
    await expect(discoverKeySet(origin, { timeout: 0.05 })).rejects.toMatchObject({ blame: 'outage' });
  });

  test('rejects a key set on this machine for an issuer with TLS', async () => {
    const issuer = 'https://auth.example.com';
    const fetch = async () => Response.json({ issuer, jwks_uri: `${origin}/keys` });
    await expect(discoverKeySet(issuer, { fetch })).rejects.toMatchObject({ blame: 'outage' });
    const { host } = new URL(origin);
    await expect(discoverKeySet(issuer, { fetch, allowHttp: [host] })).resolves.toBeDefined();
  });

  test('passes the options to both requests', async () => {
    const issuer = 'http://auth.internal';
    const sent: string[] = [];
    const fetch = async (url: string, { headers }: RequestInit) => {
      sent.push(`${url} ${new Headers(headers).get('x-key')}`);
      return Response.json(url.endsWith('/keys') ? jwks : { issuer, jwks_uri: `${issuer}/keys` });
    };
    const keySet = await discoverKeySet(issuer, {
      fetch,
      allowHttp: ['auth.internal'],
      headers: { 'x-key': 'yes' },
    });
    await keySet.preload();
    expect(sent).toEqual([`${issuer}${OIDC} yes`, `${issuer}/keys yes`]);
  });

  test.each([
    ['nothing', undefined],
    ['plain http', 'http://auth.example.com'],
    ['a query', 'https://auth.example.com/?tenant=1'],
    ['a fragment', 'https://auth.example.com/#'],
    ['credentials', 'https://a:b@auth.example.com'],
    ['a relative address', '/realms/one'],
    ['a URL object', new URL('https://auth.example.com')],
  ])('rejects an issuer with %s', async (_name, issuer) => {
    await expect(Reflect.apply(discoverKeySet, undefined, [issuer])).rejects.toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      argument: 'issuer',
    });
  });

  test('rejects unknown options', async () => {
    await expect(Reflect.apply(discoverKeySet, undefined, [origin, { maxbytes: 5 }])).rejects.toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      argument: 'maxbytes',
    });
  });
});
