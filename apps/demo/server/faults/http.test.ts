import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newSqlite } from '../testing/databases.ts';
import { bearer, call, freshAddress, from, startService, type TestService } from '../testing/harness.ts';
import { head, Peer, statusOf } from '../testing/peer.ts';

let service: TestService;

beforeAll(async () => {
  service = await startService(newSqlite());
});
afterAll(() => service.stop());

describe('malformed HTTP', () => {
  test.each([
    ['garbage', 'GARBAGE\r\n\r\n', '400'],
    ['a TLS handshake', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', '400'],
    ['an unknown method', 'BREW /livez HTTP/1.1\r\nHost: demo\r\n\r\n', '400'],
    ['no Host', 'GET /livez HTTP/1.1\r\n\r\n', '400'],
    ['a space in a header name', 'GET /livez HTTP/1.1\r\nHost: demo\r\nX y: 1\r\n\r\n', '400'],
    ['a NUL in a header', 'GET /livez HTTP/1.1\r\nHost: demo\r\nX: \x00\r\n\r\n', '400'],
    ['large headers', `GET /livez HTTP/1.1\r\nHost: demo\r\nX: ${'a'.repeat(9000)}\r\n\r\n`, '431'],
    [
      'two ways of saying the length',
      `${head('Content-Length: 2', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
      '400',
    ],
    ['two lengths', `${head('Content-Length: 2', 'Content-Length: 3')}{}`, '400'],
    ['a negative length', head('Content-Length: -1'), '400'],
    ['a chunk without a size', `${head('Transfer-Encoding: chunked')}zz\r\n`, '400'],
    ['a length beyond the limit', head('Content-Length: 1000000', 'Connection: close'), '413 too-large'],
    ['TRACE', 'TRACE /livez HTTP/1.1\r\nHost: demo\r\nConnection: close\r\n\r\n', '405 method-not-allowed'],
    ['CONNECT', 'CONNECT demo:443 HTTP/1.1\r\nHost: demo\r\n\r\n', 'closed'],
    [
      'an upgrade',
      'GET /livez HTTP/1.1\r\nHost: demo\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n',
      '200',
    ],
    ['HTTP/1.0', 'GET /livez HTTP/1.0\r\nHost: demo\r\n\r\n', '200'],
    ['HTTP/1.0 without a Host', 'GET /livez HTTP/1.0\r\n\r\n', '400'],
    [
      'a URL for a target',
      'GET http://evil.example/livez HTTP/1.1\r\nHost: demo\r\nConnection: close\r\n\r\n',
      '200',
    ],
    ['a malformed Host', 'GET /livez HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', '400'],
  ])('rejects malformed or unusual HTTP: %s', async (_, text, expected) => {
    const answer = await new Peer(service.url).send(text).closed;
    expect(statusOf(answer)).toBe(expected);
  });

  test('rejects too many chunks before the end of the body, and closes the connection', async () => {
    const peer = new Peer(service.url).send(head('Transfer-Encoding: chunked', 'Connection: close'));
    const chunk = `1000\r\n${'a'.repeat(4096)}\r\n`;
    const writing = setInterval(() => peer.send(chunk), 5);
    expect(statusOf(await peer.closed)).toBe('413 too-large');
    clearInterval(writing);
  });

  test('does not treat the end of a body as another request', async () => {
    const body = '{"email":"a@example.com"}';
    const smuggled = 'GET /dev/mail HTTP/1.1\r\nHost: demo\r\n\r\n';
    const answer = await new Peer(service.url).send(
      head(`Content-Length: ${body.length + smuggled.length}`, 'Connection: close') + body + smuggled,
    ).closed;
    expect(statusOf(answer)).toBe('400 invalid-request');
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  test('a client that closes its half of the connection gets the answer', async () => {
    const peer = new Peer(service.url, { halfOpen: true });
    peer.socket.end('GET /livez HTTP/1.1\r\nHost: demo\r\n\r\n');
    peer.socket.once('end', () => peer.socket.destroy());
    expect(statusOf(await peer.closed)).toBe('200');
  });

  test('a client that disconnects during its request causes no error', async () => {
    const peers = Array.from({ length: 50 }, () =>
      new Peer(service.url).send(`${head('Content-Length: 100')}{`),
    );
    // When the server answers a later request, it has read them.
    await call(service.url, 'GET', '/livez');
    for (const { socket } of peers) socket.resetAndDestroy();
    await Promise.all(peers.map(({ closed }) => closed));
    expect((await call(service.url, 'GET', '/livez')).status).toBe(200);
    expect(service.logged.join('')).not.toContain('request.failed');
  });
});

describe('a body', () => {
  const secret = 'hunter2-is-my-secret';
  const json = { 'content-type': 'application/json' };

  test.each<[string, string, unknown, Record<string, string>, number, string]>([
    ['of incomplete JSON', '/v1/login', `{"password":"${secret}`, json, 400, 'invalid-request'],
    ['of another type', '/v1/login', { email: 7, password: secret }, json, 400, 'invalid-request'],
    ['without an address', '/v1/register', { email: secret, password: secret }, json, 400, 'invalid-request'],
    [
      'with an unknown member',
      '/v1/login',
      { email: 'a@example.com', password: 'x', [secret]: 1 },
      json,
      400,
      'invalid-request',
    ],
    ['of plain text', '/v1/login', secret, { 'content-type': 'text/plain' }, 415, 'unsupported-media-type'],
    [
      'that is a form',
      '/v1/login',
      `password=${secret}`,
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'unsupported-media-type',
    ],
    [
      'that is compressed',
      '/v1/login',
      secret,
      { ...json, 'content-encoding': 'gzip' },
      415,
      'unsupported-media-type',
    ],
    [
      'that is large',
      '/v1/login',
      { email: 'a@example.com', password: secret.repeat(2000) },
      json,
      413,
      'too-large',
    ],
    [
      'with a long password',
      '/v1/login',
      { email: 'a@example.com', password: secret.repeat(100) },
      json,
      400,
      'invalid-request',
    ],
    ['that is nested deeply', '/v1/login', '['.repeat(16_000), json, 400, 'invalid-request'],
    [
      'that is nested deeply, and closed',
      '/v1/login',
      '['.repeat(8000) + ']'.repeat(8000),
      json,
      400,
      'invalid-request',
    ],
    [
      'with a prototype',
      '/v1/login',
      `{"__proto__":{"email":"a@example.com","password":"${secret}"}}`,
      json,
      400,
      'invalid-request',
    ],
    ['with an infinite number', '/v1/login', '{"email":1e400,"password":"x"}', json, 400, 'invalid-request'],
    [
      'with a NUL in the address',
      '/v1/login',
      { email: 'a\0@example.com', password: secret },
      json,
      400,
      'invalid-request',
    ],
    [
      'with invalid Unicode',
      '/v1/login',
      '{"email":"a@example.com","password":"\\ud800 and more"}',
      json,
      401,
      'invalid-credentials',
    ],
    [
      'with SQL in the password',
      '/v1/login',
      { email: 'a@example.com', password: "' OR 1=1 --" },
      json,
      401,
      'invalid-credentials',
    ],
    [
      'with a short password',
      '/v1/register',
      { email: 'x@example.com', password: 'hunter2-is' },
      json,
      422,
      'unacceptable-password',
    ],
    [
      'with an unknown link',
      '/v1/password/reset',
      { token: 'A'.repeat(43), password: `${secret} plenty` },
      json,
      410,
      'link-expired',
    ],
    [
      'with an unknown refresh token',
      '/v1/token/refresh',
      { refresh_token: `csr_${'A'.repeat(70)}` },
      json,
      400,
      'invalid-grant',
    ],
  ])(
    'a body %s is answered with a problem that repeats no part of it',
    async (_, path, body, headers, status, code) => {
      const answer = await call(service.url, 'POST', path, body, { ...from(freshAddress()), ...headers });
      expect(answer).toMatchObject({
        status,
        json: { code, status, type: `/problems#${code}`, request_id: expect.any(String) },
      });
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.text).not.toContain('hunter2');
      expect(service.logged.join('')).not.toContain('hunter2');
    },
  );

  test.each([
    ['that is missing', undefined, undefined],
    ['of another scheme', 'Basic abc', undefined],
    ['that is malformed', 'Bearer abc', 'ERR_TOKEN_MALFORMED'],
    ['of a thousand segments', `Bearer ${'a.'.repeat(1000)}`, 'ERR_TOKEN_MALFORMED'],
    [
      'unsigned',
      `Bearer ${btoa('{"alg":"none","typ":"at+jwt"}').replace(/=/g, '')}.e30.`,
      'ERR_TOKEN_ALGORITHM',
    ],
    [
      'that is encrypted',
      `Bearer ${btoa('{"alg":"dir","enc":"A256GCM","zip":"DEF"}').replace(/=/g, '')}..a.a.a`,
      'ERR_TOKEN_MALFORMED',
    ],
  ])('rejects an access token %s', async (_, authorization, reason) => {
    const answer = await call(
      service.url,
      'GET',
      '/v1/me',
      undefined,
      authorization === undefined ? {} : { authorization },
    );
    expect(answer).toMatchObject({
      status: 401,
      json: { code: 'invalid-token', ...(reason !== undefined && { reason }) },
    });
    expect(answer.headers.get('www-authenticate')).toBe(
      reason === undefined
        ? 'Bearer realm="countersign"'
        : 'Bearer realm="countersign", error="invalid_token"',
    );
  });

  test('lists the supported methods for another method', async () => {
    const answer = await call(service.url, 'PUT', '/v1/login', {});
    expect(answer).toMatchObject({ status: 405, json: { code: 'method-not-allowed' } });
    expect(answer.headers.get('allow')).toBe('POST');
    expect((await call(service.url, 'GET', '/nowhere')).json).toMatchObject({ code: 'not-found' });
  });

  test('ignores an access token in a query', async () => {
    expect((await call(service.url, 'GET', '/v1/me?access_token=abc')).status).toBe(401);
  });

  test('every answer forbids frames, sniffing and referrers', async () => {
    for (const [path, headers] of [
      ['/v1/me', bearer('x')],
      ['/nowhere', {}],
      ['/docs', {}],
      ['/livez', {}],
    ] as const) {
      const answer = await call(service.url, 'GET', path, undefined, headers);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-security-policy': expect.stringMatching(/^default-src 'none'.*frame-ancestors 'none'/),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
      });
    }
  });
});
