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

const SECRET = 'a secret that the second service has';
const PATH = '/.well-known/oauth-authorization-server';

describe('the metadata holds what is true', () => {
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

  test('and nothing that is not looked at here', () => {
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

  test('issuer: it is in the tokens, and the metadata stands where it says (RFC 8414 section 3.3)', () => {
    expect(decodeUnverified(token).claims['iss']).toBe(metadata['issuer']);
    expect(new URL(PATH, address('issuer')).href).toBe(`${service.url}${PATH}`);
  });

  test('jwks_uri: the key of the tokens is there', async () => {
    const { json } = await call(service.url, 'GET', new URL(address('jwks_uri')).pathname);
    const kid = String(decodeUnverified(token).header['kid']);
    expect(json['keys']).toContainEqual(expect.objectContaining({ kid, use: 'sig' }));
  });

  test('no grant and no response type: nothing here is an endpoint of RFC 6749', () => {
    expect([metadata['grant_types_supported'], metadata['response_types_supported']]).toEqual([[], []]);
  });

  test('introspection_endpoint: takes client_secret_basic, and nothing less', async () => {
    expect(metadata['introspection_endpoint_auth_methods_supported']).toEqual(['client_secret_basic']);
    const refused = await post('introspection_endpoint');
    expect(refused).toMatchObject({ status: 401, json: { code: 'invalid-client' } });
    expect(refused.headers.get('www-authenticate')).toMatch(/^Basic /);
    const credentials = Buffer.from(`resource-server:${SECRET}`).toString('base64');
    const told = await post('introspection_endpoint', { authorization: `Basic ${credentials}` });
    expect(told).toMatchObject({ status: 200, json: { active: true, iss: metadata['issuer'] } });
  });

  test('revocation_endpoint: takes a token from whoever has it', async () => {
    expect(metadata['revocation_endpoint_auth_methods_supported']).toEqual(['none']);
    expect((await post('revocation_endpoint')).status).toBe(200);
    expect((await call(service.url, 'GET', '/v1/me', undefined, bearer(token))).status).toBe(401);
  });

  test('service_documentation: a page for people', async () => {
    const page = await call(service.url, 'GET', new URL(address('service_documentation')).pathname);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  });
});
