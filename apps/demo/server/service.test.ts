import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteKeySet, decode } from '@countersign/jwt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { type RunningService, serve } from './serve.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-demo-'));
const file = join(folder, 'demo.sqlite');
const logged: object[] = [];
let service: RunningService;

const start = (): Promise<RunningService> =>
  serve(readConfig({ PORT: '0', NODE_ENV: 'test' }, file), (entry) => logged.push(entry));
beforeAll(async () => {
  service = await start();
});
afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(new URL(path, service.url), {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isObject = text.startsWith('{');
  return { status: response.status, headers: response.headers, text, json: isObject ? JSON.parse(text) : {} };
}

const PASSWORD = 'plenty of purple penguins';
const register = (email: string, password = PASSWORD): Promise<Answer> =>
  call('POST', '/v1/register', { email, password });
const logIn = (email: string, password = PASSWORD): Promise<Answer> =>
  call('POST', '/v1/login', { email, password });

async function lastLink(email: string): Promise<string> {
  await expect.poll(async () => (await call('GET', '/dev/mail')).text).toContain('#');
  const { text } = await call('GET', '/dev/mail');
  const mails: readonly { to: string; text: string }[] = JSON.parse(text);
  return (
    /http\S+/.exec(mails.find((mail) => mail.to === email && mail.text.includes('#'))?.text ?? '')?.[0] ?? ''
  );
}

describe('an account', () => {
  test('is registered, logs in, and reads what needs its token', async () => {
    expect((await register('ann@example.com')).status).toBe(202);
    const { status, json, headers } = await logIn('Ann@example.com');
    expect({ status, cache: headers.get('cache-control') }).toEqual({ status: 200, cache: 'no-store' });
    const token = String(json['access_token']);
    expect(await call('GET', '/v1/me', undefined, { authorization: `Bearer ${token}` })).toMatchObject({
      status: 200,
      json: { email: 'ann@example.com' },
    });

    const keySet = createRemoteKeySet(`${service.url}/.well-known/jwks.json`);
    const claims = await decode(token, keySet, {
      algorithms: ['Ed25519'],
      type: 'at+jwt',
      issuer: service.url,
      audience: service.url,
      require: ['exp', 'iat', 'sub', 'jti'],
    });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(300);
  });

  test('is told from none neither at registration nor at login nor when a password is forgotten', async () => {
    const [known, unknown] = await Promise.all([register('ann@example.com'), register('new@example.com')]);
    expect({ ...known, headers: 0 }).toEqual({ ...unknown, headers: 0 });
    const [wrong, nobody] = await Promise.all([
      logIn('ann@example.com', 'not the right password'),
      logIn('nobody@example.com'),
    ]);
    expect({ ...wrong, headers: 0 }).toEqual({ ...nobody, headers: 0 });
    const [mine, nones] = await Promise.all(
      ['ann@example.com', 'nobody@example.com'].map((email) =>
        call('POST', '/v1/password/forgot', { email }),
      ),
    );
    expect({ ...mine, headers: 0 }).toEqual({ ...nones, headers: 0 });
  });

  test('is still there, and so is the key, after a restart', async () => {
    const token = String((await logIn('ann@example.com')).json['access_token']);
    const keys = (await call('GET', '/.well-known/jwks.json')).text;
    const port = new URL(service.url).port;
    await service.stop();
    service = await serve(readConfig({ PORT: port, NODE_ENV: 'test' }, file), (entry) => logged.push(entry));
    expect((await call('GET', '/.well-known/jwks.json')).text).toBe(keys);
    expect((await call('GET', '/v1/me', undefined, { authorization: `Bearer ${token}` })).status).toBe(200);
  });
});

describe('the key set', () => {
  test('holds public halves alone', async () => {
    const { json, headers } = await call('GET', '/.well-known/jwks.json');
    expect(json).toEqual({
      keys: [
        {
          kty: 'OKP',
          crv: 'Ed25519',
          x: expect.any(String),
          alg: 'Ed25519',
          kid: expect.any(String),
          use: 'sig',
        },
      ],
    });
    expect(headers.get('cache-control')).toBe('public, max-age=300');
  });
});

describe('a reset link', () => {
  const NEW = 'an entirely new passphrase';

  test('works once, and ends the old password', async () => {
    await register('bob@example.com');
    await call('POST', '/v1/password/forgot', { email: 'bob@example.com' });
    const link = new URL(await lastLink('bob@example.com'));
    expect(link.origin).toBe(service.url);
    const reset = { token: link.hash.slice(1), password: NEW };
    const racing = await Promise.all([
      call('POST', '/v1/password/reset', reset),
      call('POST', '/v1/password/reset', reset),
    ]);
    expect(racing.map(({ status }) => status).sort()).toEqual([200, 410]);
    expect((await logIn('bob@example.com')).status).toBe(401);
    expect((await logIn('bob@example.com', NEW)).status).toBe(200);
  });

  test('is ended by a newer one', async () => {
    await register('eve@example.com');
    await call('POST', '/v1/password/forgot', { email: 'eve@example.com' });
    const first = new URL(await lastLink('eve@example.com')).hash.slice(1);
    await call('POST', '/v1/password/forgot', { email: 'eve@example.com' });
    expect(await call('POST', '/v1/password/reset', { token: first, password: NEW })).toMatchObject({
      status: 410,
      json: { code: 'invalid-reset' },
    });
  });
});

describe('a request that is wrong', () => {
  const secret = 'hunter2-is-my-secret';

  test.each([
    ['no JSON', 'POST', '/v1/login', `{"password":"${secret}`, 400, 'invalid-request'],
    ['another type', 'POST', '/v1/login', { email: 7, password: secret }, 400, 'invalid-request'],
    ['no address', 'POST', '/v1/register', { email: secret, password: secret }, 400, 'invalid-request'],
    [
      'a short password',
      'POST',
      '/v1/register',
      { email: 'x@example.com', password: 'hunter2-is' },
      422,
      'unacceptable-password',
    ],
    [
      'half a character',
      'POST',
      '/v1/login',
      '{"email":"ann@example.com","password":"\\ud800 and more of it"}',
      401,
      'invalid-credentials',
    ],
    [
      'a large body',
      'POST',
      '/v1/login',
      { email: 'a@example.com', password: secret.repeat(2000) },
      413,
      'too-large',
    ],
    [
      'a long password',
      'POST',
      '/v1/login',
      { email: 'a@example.com', password: secret.repeat(100) },
      400,
      'invalid-request',
    ],
    ['no such page', 'GET', '/nowhere', undefined, 404, 'not-found'],
    ['no token', 'GET', '/v1/me', undefined, 401, 'invalid-token'],
    [
      'a made-up reset',
      'POST',
      '/v1/password/reset',
      { token: 'A'.repeat(43), password: 'plenty of purple pelicans' },
      410,
      'invalid-reset',
    ],
  ])('with %s ends in a problem that repeats nothing of it', async (_, method, path, body, status, code) => {
    const answer = await call(method, path, body);
    expect(answer).toMatchObject({ status, json: { code, status } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.text).not.toContain('hunter2');
  });

  test('is refused with a token of another kind', async () => {
    const token = String((await logIn('ann@example.com')).json['access_token']);
    const [header = '', payload = '', signature = ''] = token.split('.');
    const changed = `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    expect(await call('GET', '/v1/me', undefined, { authorization: `Bearer ${changed}` })).toMatchObject({
      status: 401,
      json: { reason: 'ERR_TOKEN_SIGNATURE' },
    });
  });

  test('leaves no password, token or hash in the log', async () => {
    const token = String((await logIn('ann@example.com')).json['access_token']);
    const log = JSON.stringify(logged);
    for (const hidden of [PASSWORD, 'hunter2', token, '$argon2id$']) expect(log).not.toContain(hidden);
  });
});

test('the configuration names everything that is wrong at once, and no values', () => {
  const wrong = (): unknown =>
    readConfig({ PORT: 'secret-port', PUBLIC_URL: 'secret-url', NODE_ENV: 'staging' }, file);
  expect(wrong).toThrow(/PORT.*PUBLIC_URL.*NODE_ENV/);
  expect(wrong).not.toThrow(/secret/);
  expect(() => readConfig({ NODE_ENV: 'production' }, file)).toThrow(/PUBLIC_URL/);
});
