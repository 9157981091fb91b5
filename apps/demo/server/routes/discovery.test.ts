import { decodeUnverified } from '@countersign/jwt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newSqlite } from '../testing/databases.ts';
import {
  type Answer,
  bearer,
  call,
  createAccount,
  logIn,
  startService,
  type TestService,
} from '../testing/harness.ts';

const SECRET = 'a secret of the resource servers';
const PATH = '/.well-known/oauth-authorization-server';

describe('the metadata', () => {
  let service: TestService;
  let metadata: Readonly<Record<string, unknown>>;
  let token: string;
  const address = (member: string): string => String(metadata[member]);
  const post = (member: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
    call(service.url, 'POST', new URL(address(member)).pathname, `token=${token}`, {
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    });
  beforeAll(async () => {
    service = await startService(newSqlite(), { env: { RESOURCE_SERVER_SECRET: SECRET } });
    await createAccount(service.url, 'ann@example.com');
    token = String((await logIn(service.url, 'ann@example.com')).json['access_token']);
    metadata = (await call(service.url, 'GET', PATH)).json;
  });
  afterAll(() => service.stop());

  test('the metadata has no other members', () => {
    expect(Object.keys(metadata).sort()).toEqual([
      'grant_types_supported',
      'introspection_endpoint',
      'introspection_endpoint_auth_methods_supported',
      'issuer',
      'jwks_uri',
      'response_types_supported',
      'revocation_endpoint',
      'revocation_endpoint_auth_methods_supported',
      'service_documentation',
    ]);
  });

  test('the issuer of the metadata is the issuer of the tokens, and leads to the metadata (RFC 8414 section 3.3)', () => {
    expect(decodeUnverified(token).claims['iss']).toBe(metadata['issuer']);
    expect(new URL(PATH, address('issuer')).href).toBe(`${service.url}${PATH}`);
  });

  test('jwks_uri contains the key of the tokens', async () => {
    const { json } = await call(service.url, 'GET', new URL(address('jwks_uri')).pathname);
    const kid = String(decodeUnverified(token).header['kid']);
    expect(json['keys']).toContainEqual(expect.objectContaining({ kid, use: 'sig' }));
  });

  test('the metadata lists no grant and no response type, because the service has no endpoint of RFC 6749', () => {
    expect([metadata['grant_types_supported'], metadata['response_types_supported']]).toEqual([[], []]);
  });

  test('the introspection endpoint requires client_secret_basic', async () => {
    expect(metadata['introspection_endpoint_auth_methods_supported']).toEqual(['client_secret_basic']);
    const refused = await post('introspection_endpoint');
    expect(refused).toMatchObject({ status: 401, json: { code: 'invalid-client' } });
    expect(refused.headers.get('www-authenticate')).toMatch(/^Basic /);
    const credentials = Buffer.from(`resource-server:${SECRET}`).toString('base64');
    const introspected = await post('introspection_endpoint', { authorization: `Basic ${credentials}` });
    expect(introspected).toMatchObject({ status: 200, json: { active: true, iss: metadata['issuer'] } });
  });

  test('the revocation endpoint accepts a token from any client', async () => {
    expect(metadata['revocation_endpoint_auth_methods_supported']).toEqual(['none']);
    expect((await post('revocation_endpoint')).status).toBe(200);
    expect((await call(service.url, 'GET', '/v1/me', undefined, bearer(token))).status).toBe(401);
  });

  test('service_documentation is an HTML page', async () => {
    const page = await call(service.url, 'GET', new URL(address('service_documentation')).pathname);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  });
});
