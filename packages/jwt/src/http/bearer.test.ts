import { beforeAll, describe, expect, test } from 'vitest';
import { accessTokenRules, BearerError, createBearerVerifier } from '../http.ts';
import { createRemoteKeySet, exportKey, generateKey, type KeyPair, sign } from '../index.ts';
import { SECRET } from '../testing/forge.ts';

const NOW = new Date('2026-01-01T00:00:00Z');
const ISSUER = 'https://auth.example.com';
const AUDIENCE = 'https://api.example.com';
const METADATA = 'https://api.example.com/.well-known/oauth-protected-resource';
const HS256 = { algorithm: 'HS256', now: NOW } as const;
const RULES = { algorithms: ['HS256'], issuer: ISSUER, audience: AUDIENCE, now: NOW } as const;

const bearer = createBearerVerifier(SECRET, RULES, { realm: 'api', resourceMetadata: METADATA });

const tokenFor = (claims: Record<string, unknown> = {}): Promise<string> =>
  sign({ iss: ISSUER, aud: AUDIENCE, sub: 'user-42', ...claims }, SECRET, { ...HS256, expiresIn: '5m' });

async function rejection(answer: Promise<unknown>): Promise<BearerError> {
  const error = await answer.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof BearerError) return error;
  throw new Error(`expected a BearerError, not ${String(error)}`);
}

const COMMON = `realm="api", resource_metadata="${METADATA}"`;

describe('a credential', () => {
  test.each<[string, (token: string) => Parameters<typeof bearer.verify>[0]]>([
    [
      'in a Request',
      (token) => new Request('https://x.example', { headers: { authorization: `Bearer ${token}` } }),
    ],
    ['in Headers', (token) => new Headers({ Authorization: `Bearer ${token}` })],
    ['in the value of the header', (token) => `Bearer ${token}`],
    ['in the only value of the header', (token) => [`Bearer ${token}`]],
    ['with a lower-case scheme', (token) => `bearer ${token}`],
    ['with an upper-case scheme', (token) => `BEARER ${token}`],
    ['with several spaces', (token) => ` Bearer   ${token} `],
  ])('is accepted %s', async (_name, source) => {
    const token = await tokenFor({ scope: 'read write' });
    expect(await bearer.verify(source(token))).toMatchObject({
      token,
      claims: { sub: 'user-42' },
      scopes: ['read', 'write'],
    });
  });

  test.each<[string, Parameters<typeof bearer.verify>[0], 400 | 401, string]>([
    ['is missing', undefined, 401, 'ERR_BEARER_MISSING'],
    ['is null', null, 401, 'ERR_BEARER_MISSING'],
    ['is missing in the headers', new Headers(), 401, 'ERR_BEARER_MISSING'],
    ['is missing in a list of headers', [], 401, 'ERR_BEARER_MISSING'],
    ['is in the query only', new Request('https://x.example/?access_token=a.b.c'), 401, 'ERR_BEARER_MISSING'],
    ['has another scheme', 'Basic dXNlcjpwYXNz', 401, 'ERR_BEARER_MISSING'],
    ['has a scheme that starts with Bearer', 'Bearers a.b.c', 401, 'ERR_BEARER_MISSING'],
    ['is empty', '', 400, 'ERR_BEARER_REQUEST'],
    ['has no token', 'Bearer', 400, 'ERR_BEARER_REQUEST'],
    ['has only spaces after the scheme', 'Bearer   ', 400, 'ERR_BEARER_REQUEST'],
    ['has two tokens', 'Bearer a.b.c d.e.f', 400, 'ERR_BEARER_REQUEST'],
    ['is repeated', 'Bearer a.b.c, Bearer a.b.c', 400, 'ERR_BEARER_REQUEST'],
    ['is repeated without a space', 'Basic eHg=,Bearer a.b.c', 400, 'ERR_BEARER_REQUEST'],
    ['is repeated in a list', ['Bearer a.b.c', 'Bearer a.b.c'], 400, 'ERR_BEARER_REQUEST'],
    ['has a comma', 'Bearer a,b', 400, 'ERR_BEARER_REQUEST'],
    ['is in quotes', 'Bearer "a.b.c"', 400, 'ERR_BEARER_REQUEST'],
    ['has a control character', 'Bearer a.b\u0000c', 400, 'ERR_BEARER_REQUEST'],
    ['has padding in the middle', 'Bearer a=b', 400, 'ERR_BEARER_REQUEST'],
    ['is too long', `Bearer ${'a'.repeat(20_000)}`, 400, 'ERR_BEARER_REQUEST'],
  ])('that %s is rejected', async (_name, source, status, code) => {
    const error = await rejection(bearer.verify(source));
    expect(error).toMatchObject({ status, code });
    const challenge = error.headers['WWW-Authenticate'];
    if (status === 401) expect(challenge).toBe(`Bearer ${COMMON}`);
    else expect(challenge).toMatch(`Bearer ${COMMON}, error="invalid_request", error_description="`);
  });

  test.each([[5], [{}], [{ headers: {} }], [Symbol('x')], [() => undefined]])(
    'cannot be read from %s',
    async (source) => {
      await expect(Reflect.apply(bearer.verify, bearer, [source])).rejects.toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
        argument: 'source',
      });
    },
  );
});

describe('a token', () => {
  test.each<[string, () => Promise<string>]>([
    ['expired', () => tokenFor({ exp: NOW.getTime() / 1000 - 1 }).catch(() => expired())],
    ['for another audience', () => tokenFor({ aud: 'https://other.example.com' })],
    ['without an audience', () => sign({ iss: ISSUER }, SECRET, HS256)],
    ['from another issuer', () => tokenFor({ iss: 'https://evil.example' })],
    [
      'signed with another secret',
      () =>
        sign(
          { iss: ISSUER, aud: AUDIENCE },
          SECRET.map((byte) => byte ^ 1),
          HS256,
        ),
    ],
    ['that is not a JWT', async () => 'mF_9.B5f-4.1JqM'],
    ['without dots', async () => 'opaque~token+/=='],
  ])('%s is rejected with invalid_token', async (_name, make) => {
    const error = await rejection(bearer.verify(`Bearer ${await make()}`));
    expect(error).toMatchObject({ status: 401, code: 'ERR_BEARER_TOKEN' });
    expect(error.headers['WWW-Authenticate']).toMatch(`Bearer ${COMMON}, error="invalid_token"`);
  });

  function expired(): Promise<string> {
    return sign({ iss: ISSUER, aud: AUDIENCE, exp: NOW.getTime() / 1000 - 1 }, SECRET, HS256);
  }

  test('that was revoked is rejected', async () => {
    const revoking = createBearerVerifier(SECRET, RULES, { isRevoked: ({ jti }) => jti === 'gone' });
    const gone = await rejection(revoking.verify(`Bearer ${await tokenFor({ jti: 'gone' })}`));
    expect(gone).toMatchObject({ status: 401, cause: { code: 'ERR_TOKEN_REVOKED' } });
    await expect(revoking.verify(`Bearer ${await tokenFor({ jti: 'here' })}`)).resolves.toBeDefined();
  });

  // A published flaw: a middleware accepted the tokens of the same issuer for every other service.
  test('for another service of the same issuer is rejected by default', async () => {
    const careless = createBearerVerifier(SECRET, { algorithms: ['HS256'], issuer: ISSUER, now: NOW });
    const error = await rejection(careless.verify(`Bearer ${await tokenFor({ aud: 'billing' })}`));
    expect(error).toMatchObject({ status: 401, cause: { code: 'ERR_TOKEN_AUDIENCE' } });
  });
});

describe('scopes', () => {
  test.each<[string, Record<string, unknown>, string | readonly string[], readonly string[] | undefined]>([
    ['one of several', { scope: 'read write' }, 'read', ['read', 'write']],
    ['several', { scope: 'read write' }, 'write read', ['read', 'write']],
    ['a list', { scope: 'read write' }, ['read', 'write'], ['read', 'write']],
    ['scp as a list', { scp: ['read'] }, 'read', ['read']],
    ['scp as a string', { scp: 'read write' }, 'write', ['read', 'write']],
    ['a missing one', { scope: 'read' }, 'write', undefined],
    ['one of two', { scope: 'read' }, ['read', 'write'], undefined],
    ['a prefix', { scope: 'read' }, 'rea', undefined],
    ['another case', { scope: 'read' }, 'Read', undefined],
    ['no scopes', {}, 'read', undefined],
    ['a number', { scope: 5 }, 'read', undefined],
  ])('are compared: %s', async (_name, claims, scope, scopes) => {
    const answer = bearer.verify(`Bearer ${await tokenFor(claims)}`, { scope });
    if (scopes) {
      expect((await answer).scopes).toEqual(scopes);
      return;
    }
    const error = await rejection(answer);
    expect(error).toMatchObject({ status: 403, code: 'ERR_BEARER_SCOPE' });
    const needed = typeof scope === 'string' ? scope : scope.join(' ');
    expect(error.headers['WWW-Authenticate']).toMatch(`Bearer ${COMMON}, error="insufficient_scope"`);
    expect(error.headers['WWW-Authenticate']).toMatch(`, scope="${needed}"`);
  });

  test.each([[{ scope: undefined }], [{ scope: '' }], [{ scope: [] }], [{ scope: 'a"b' }], [{ scop: 'a' }]])(
    'that are configured as %j are an error',
    async (requirements) => {
      await expect(Reflect.apply(bearer.verify, bearer, ['Bearer x', requirements])).rejects.toMatchObject({
        code: 'ERR_INVALID_ARGUMENT',
      });
    },
  );
});

describe('faults of others', () => {
  let pair: KeyPair;
  let token: string;
  beforeAll(async () => {
    pair = await generateKey('ES256');
    token = await sign({ aud: AUDIENCE }, pair.privateKey, { algorithm: 'ES256' });
  });

  test('an unreachable key server is 503 with Retry-After and without a challenge', async () => {
    const fetch = () => Promise.reject(new Error('down'));
    const keySet = createRemoteKeySet('https://auth.example.com/jwks.json', { fetch });
    const verifier = createBearerVerifier(keySet, { algorithms: ['ES256'], audience: AUDIENCE });
    const error = await rejection(verifier.verify(`Bearer ${token}`));
    expect(error).toMatchObject({
      status: 503,
      code: 'ERR_BEARER_UNAVAILABLE',
      cause: { code: 'ERR_KEY_SET' },
    });
    const response = verifier.respond(error);
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(response.headers.get('www-authenticate')).toBeNull();
  });

  test('an unknown key id is the fault of the token', async () => {
    const jwks = { keys: [{ ...(await exportKey(pair.publicKey, 'jwk')), kid: 'other' }] };
    const fetch = async () => Response.json(jwks);
    const keySet = createRemoteKeySet('https://auth.example.com/jwks.json', { fetch });
    const unknown = await sign({ aud: AUDIENCE }, pair.privateKey, { algorithm: 'ES256', keyId: 'k' });
    const verifier = createBearerVerifier(keySet, { algorithms: ['ES256'], audience: AUDIENCE });
    expect(await rejection(verifier.verify(`Bearer ${unknown}`))).toMatchObject({ status: 401 });
  });

  test('respond rethrows an error about a wrong key', async () => {
    const verifier = createBearerVerifier(pair.publicKey, { algorithms: ['RS256'], audience: AUDIENCE });
    const rs256 = `${btoa('{"alg":"RS256"}').replaceAll('=', '')}.e30.${'A'.repeat(342)}`;
    const error: unknown = await verifier.verify(`Bearer ${rs256}`).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'ERR_KEY_INVALID', blame: 'configuration' });
    expect(() => verifier.respond(error)).toThrow(expect.objectContaining({ code: 'ERR_KEY_INVALID' }));
  });
});

describe('an answer', () => {
  test('has the status, the challenge and problem details, and nothing of the token', async () => {
    const token = await tokenFor({ sub: 'secret-subject', iss: 'https://evil.example' });
    const response = bearer.respond(await rejection(bearer.verify(`Bearer ${token}`)));
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ status: 401, code: 'ERR_BEARER_TOKEN', title: 'Unauthorized' });
    const all = `${text}${[...response.headers].join()}`;
    expect(all).not.toContain('evil');
    expect(all).not.toContain('secret-subject');
    expect(all).not.toContain(token.slice(0, 20));
  });

  test('says that a token expired, so that a client can refresh it', async () => {
    const token = await sign({ iss: ISSUER, aud: AUDIENCE, exp: 1 }, SECRET, HS256);
    const { headers } = await rejection(bearer.verify(`Bearer ${token}`));
    expect(headers['WWW-Authenticate']).toContain('error_description="The access token expired."');
  });

  test('has a bare challenge without realm and metadata', async () => {
    const error = await rejection(createBearerVerifier(SECRET, RULES).verify(null));
    expect(error.headers).toEqual({ 'WWW-Authenticate': 'Bearer' });
  });

  test('escapes quotes and backslashes of the realm', async () => {
    const error = await rejection(createBearerVerifier(SECRET, RULES, { realm: 'a "b" \\c' }).verify(null));
    expect(error.headers['WWW-Authenticate']).toBe('Bearer realm="a \\"b\\" \\\\c"');
  });

  test('is not made for any other error', () => {
    const error = new Error('mine');
    expect(() => bearer.respond(error)).toThrow(error);
  });
});

test.each([
  [{ realm: 'a\nb' }, 'realm'],
  [{ realm: 5 }, 'realm'],
  [{ resourceMetadata: 'http://api.example.com/x' }, 'resourceMetadata'],
  [{ resourceMetadata: 'https://api.example.com/"x' }, 'resourceMetadata'],
  [{ relm: 'x' }, 'relm'],
  [{ isRevoked: undefined }, 'isRevoked'],
])('createBearerVerifier rejects the options %j', (options, argument) => {
  expect(() => Reflect.apply(createBearerVerifier, undefined, [SECRET, RULES, options])).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument }),
  );
});

describe('accessTokenRules', () => {
  const CLAIMS = {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: 'user-42',
    client_id: 'app',
    iat: NOW.getTime() / 1000,
    exp: NOW.getTime() / 1000 + 60,
    jti: 'a',
  };
  const verifier = createBearerVerifier(SECRET, {
    ...accessTokenRules({ issuer: ISSUER, audience: AUDIENCE, algorithms: ['HS256'] }),
    now: NOW,
  });
  const answer = async (claims: object, type: string | null = 'at+jwt'): Promise<unknown> =>
    verifier.verify(`Bearer ${await sign({ ...claims }, SECRET, { ...HS256, type })}`);

  test.each(['at+jwt', 'application/at+jwt', 'AT+JWT'])('accept a token of type %s', async (type) => {
    await expect(answer(CLAIMS, type)).resolves.toMatchObject({ claims: CLAIMS });
  });

  test.each(['JWT', 'id+jwt', 'at+jwt2', null])('reject a token of type %s', async (type) => {
    await expect(answer(CLAIMS, type)).rejects.toMatchObject({ code: 'ERR_BEARER_TOKEN' });
  });

  test.each(['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti'])(
    'reject a token without %s',
    async (claim) => {
      const rest = Object.fromEntries(Object.entries(CLAIMS).filter(([name]) => name !== claim));
      await expect(answer(rest)).rejects.toMatchObject({ cause: { claim } });
    },
  );

  test.each([
    [{ issuer: undefined, audience: AUDIENCE, algorithms: ['HS256'] }, 'issuer'],
    [{ issuer: ISSUER, audience: undefined, algorithms: ['HS256'] }, 'audience'],
    [{ issuer: ISSUER, audience: '', algorithms: ['HS256'] }, 'audience'],
    [{ issuer: ISSUER, audience: [], algorithms: ['HS256'] }, 'audience'],
    [{ issuer: ISSUER, audience: AUDIENCE, algorithms: [] }, 'algorithms'],
    [{ issuer: ISSUER, audience: AUDIENCE, algorithms: ['none'] }, 'algorithms'],
  ])('reject the options %j', (options, argument) => {
    expect(() => Reflect.apply(accessTokenRules, undefined, [options])).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument }),
    );
  });
});
