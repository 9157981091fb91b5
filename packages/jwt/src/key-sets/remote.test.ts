import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  createRemoteKeySet,
  exportKey,
  generateKey,
  type Jwk,
  type KeySet,
  type RemoteKeySetOptions,
  sign,
  verify,
} from '../index.ts';
import { codeOf } from '../testing/code-of.ts';
import { b64, forge, SECRET } from '../testing/forge.ts';

// Against a real HTTP server on the loopback interface, by a clock that only moves when a test moves it.

const first = await generateKey('ES256', { keyId: 'first' });
const second = await generateKey('ES256', { keyId: 'second' });
const jwkFirst = await exportKey(first.publicKey, 'jwk');
const jwkSecond = await exportKey(second.publicKey, 'jwk');
const tokenFirst = await sign({ id: 1 }, first.privateKey, { algorithm: 'ES256' });
const tokenSecond = await sign({ id: 2 }, second.privateKey, { algorithm: 'ES256' });

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let url: string;
let requests: IncomingMessage[];
let answer: Answer;
let seconds: number;

const json =
  (body: unknown, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/jwk-set+json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
const keys = (...jwks: Jwk[]): Answer => json({ keys: jwks });
const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(code, headers);
    response.end();
  };

beforeEach(async () => {
  requests = [];
  seconds = 1_700_000_000;
  answer = keys(jwkFirst);
  server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}/jwks.json`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function remote(options: RemoteKeySetOptions = {}): KeySet {
  return createRemoteKeySet(url, { now: () => new Date(seconds * 1000), ...options });
}

const verifyWith = (token: string, set: KeySet) => verify(token, set, { algorithms: ['ES256'] });
const outcome = (token: string, set: KeySet) => codeOf(() => verifyWith(token, set));

describe('what is fetched, and when', () => {
  test('once, however many verifications wait', async () => {
    const set = remote();
    const claims = await Promise.all(Array.from({ length: 50 }, () => verifyWith(tokenFirst, set)));
    expect(claims).toHaveLength(50);
    expect(requests).toHaveLength(1);
    expect(requests[0]?.headers.accept).toContain('application/jwk-set+json');
  });

  test('again when the set is out of date', async () => {
    const set = remote({ cacheMaxAge: '10m' });
    await verifyWith(tokenFirst, set);
    seconds += 599;
    await verifyWith(tokenFirst, set);
    expect(requests).toHaveLength(1);
    seconds += 1;
    await verifyWith(tokenFirst, set);
    expect(requests).toHaveLength(2);
  });

  test.each([
    ['max-age=60', 60],
    ['public, MAX-AGE=60, must-revalidate', 60],
    ['max-age=99999999', 600],
    ['s-maxage=5', 600],
    ['no-cache', 30],
    ['no-store', 30],
    ['max-age=nonsense', 600],
  ])('Cache-Control: %s keeps it for %d seconds', async (header, lifetime) => {
    answer = json({ keys: [jwkFirst] }, { 'cache-control': header });
    const set = remote({ cacheMaxAge: 600, cooldown: 30 });
    await verifyWith(tokenFirst, set);
    seconds += lifetime - 1;
    await verifyWith(tokenFirst, set);
    expect(requests).toHaveLength(1);
    seconds += 1;
    await verifyWith(tokenFirst, set);
    expect(requests).toHaveLength(2);
  });

  test('again for an unknown kid, once the cooldown is over: a rotated key is found', async () => {
    const set = remote({ cooldown: 30 });
    await verifyWith(tokenFirst, set);
    answer = keys(jwkFirst, jwkSecond);
    expect(await outcome(tokenSecond, set)).toBe('ERR_KEY_NOT_FOUND');
    seconds += 30;
    expect(await verifyWith(tokenSecond, set)).toEqual({ id: 2 });
    expect(requests).toHaveLength(2);
  });

  test('not for each token of a flood with unknown key ids (CVE-2026-48524)', async () => {
    const set = remote({ cooldown: 30 });
    await verifyWith(tokenFirst, set);
    const flood = Array.from({ length: 300 }, (_, index) => forge({}, { alg: 'ES256', kid: `x${index}` }));
    for (let minute = 0; minute < 3; minute++) {
      seconds += 31;
      const outcomes = await Promise.all(flood.map((token) => outcome(token, set)));
      expect(new Set(outcomes)).toEqual(new Set(['ERR_KEY_NOT_FOUND']));
    }
    expect(requests).toHaveLength(4);
    expect(await verifyWith(tokenFirst, set)).toEqual({ id: 1 });
  });

  test('a clock that is set back does not stop it from fetching', async () => {
    const set = remote();
    await verifyWith(tokenFirst, set);
    seconds -= 86_400;
    answer = keys(jwkSecond);
    expect(await verifyWith(tokenSecond, set)).toEqual({ id: 2 });
  });

  test('with the headers that the caller gives', async () => {
    await verifyWith(tokenFirst, remote({ headers: { authorization: 'Bearer x' } }));
    expect(requests[0]?.headers.authorization).toBe('Bearer x');
  });
});

describe('when the service fails', () => {
  const truncated: Answer = (_request, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"keys":');
    response.destroy();
  };

  test.each<[string, Answer]>([
    ['an error', status(500)],
    ['nothing there', status(404)],
    ['a redirect to another origin', status(302, { location: 'https://example.com/jwks.json' })],
    ['a redirect on the same origin', status(307, { location: '/other.json' })],
    ['no content', status(204)],
    ['no JSON', json('<html>')],
    ['an empty answer', json('')],
    ['no key set', json([])],
    ['a body that is cut off', truncated],
    ['a closed connection', (request) => request.socket.destroy()],
    ['a body of 300 KiB', json(`{"keys":[],"x":"${'x'.repeat(300 * 1024)}"}`)],
    ['bytes that are not UTF-8', (_request, response) => response.end(Buffer.from([0x7b, 0xff, 0x7d]))],
  ])('%s is a KeySetError, tried once a cooldown', async (_name, broken) => {
    answer = broken;
    const set = remote({ cooldown: 30 });
    expect(await outcome(tokenFirst, set)).toBe('ERR_KEY_SET');
    expect(await outcome(tokenFirst, set)).toBe('ERR_KEY_SET');
    expect(requests).toHaveLength(1);
    answer = keys(jwkFirst);
    seconds += 30;
    expect(await verifyWith(tokenFirst, set)).toEqual({ id: 1 });
  });

  test('an answer without end is stopped at the limit', async () => {
    answer = (_request, response) => {
      const write = (): void => {
        while (response.write('x'.repeat(64 * 1024)));
        response.once('drain', write);
      };
      write();
    };
    await expect(verifyWith(tokenFirst, remote())).rejects.toThrow(/more than 262144 bytes/);
  });

  test.each<[string, Answer]>([
    ['never', () => undefined],
    ['the beginning and then nothing', (_request, response) => void response.write('{"keys":[')],
  ])('stops waiting for a service that answers %s after the timeout', async (_name, slow) => {
    answer = slow;
    await expect(verifyWith(tokenFirst, remote({ timeout: '100ms' }))).rejects.toThrow(/longer than 0\.1 s/);
  });

  test('stops waiting for a fetch that ignores the signal', async () => {
    const set = remote({ timeout: 0.05, fetch: () => new Promise(() => undefined) });
    expect(await outcome(tokenFirst, set)).toBe('ERR_KEY_SET');
  });

  test('a fetch of the caller that answers nonsense is a KeySetError', async () => {
    const set = remote({ fetch: (() => Promise.resolve(undefined)) as never });
    expect(await outcome(tokenFirst, set)).toBe('ERR_KEY_SET');
  });

  test('the last good set is used for a while, and not for ever', async () => {
    const set = remote({ cacheMaxAge: 600, staleFor: 3600 });
    await verifyWith(tokenFirst, set);
    answer = status(503);
    seconds += 600;
    expect(await verifyWith(tokenFirst, set)).toEqual({ id: 1 });
    expect(requests).toHaveLength(2);
    seconds += 3600;
    expect(await outcome(tokenFirst, set)).toBe('ERR_KEY_SET');
  });

  test('an unknown kid does not throw the good set away (CVE-2026-48524)', async () => {
    const set = remote({ cooldown: 1 });
    await verifyWith(tokenFirst, set);
    answer = status(503);
    seconds += 2;
    expect(await outcome(tokenSecond, set)).toBe('ERR_KEY_NOT_FOUND');
    expect(await verifyWith(tokenFirst, set)).toEqual({ id: 1 });
  });
});

describe('what a set from elsewhere may hold', () => {
  test('secrets, private keys, damaged keys and keys of unknown types are passed over', async () => {
    answer = keys(
      { kty: 'oct', k: b64(SECRET), kid: 'secret' },
      await exportKey(second.privateKey, 'jwk'),
      { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', kid: 'damaged' },
      { kty: 'XYZ', kid: 'unknown' },
      jwkFirst,
    );
    const set = remote();
    expect(await verifyWith(tokenFirst, set)).toEqual({ id: 1 });
    expect(await outcome(tokenSecond, set)).toBe('ERR_KEY_NOT_FOUND');
    const forged = forge({}, { alg: 'HS256', kid: 'secret' });
    expect(await codeOf(() => verify(forged, set, { algorithms: ['HS256'] }))).toBe('ERR_KEY_NOT_FOUND');
  });
});

describe('where it may come from (CVE-2026-48522)', () => {
  test.each([
    'http://example.com/jwks.json',
    'http://127.0.0.1.example.com/',
    'http://localhost.example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'data:application/json,{}',
    'https://user:password@example.com/',
    'jwks.json',
    '',
  ])('not %s', (place) => {
    expect(() => createRemoteKeySet(place)).toThrow(expect.objectContaining({ argument: 'url' }));
  });

  test.each(['https://example.com/jwks.json', 'http://localhost:3000/', 'http://[::1]/'])('%s', (place) => {
    expect(() => createRemoteKeySet(place)).not.toThrow();
    expect(() => createRemoteKeySet(new URL(place))).not.toThrow();
  });

  test.each([
    ['timeout', { timeout: 0 }],
    ['timeout', { timeout: '1h' }],
    ['cooldown', { cooldown: 0 }],
    ['cacheMaxAge', { cacheMaxAge: '1y' }],
    ['staleFor', { staleFor: -1 }],
    ['headers', { headers: { a: 1 } }],
    ['headers', { headers: null }],
    ['fetch', { fetch: 'x' }],
    ['cachMaxAge', { cachMaxAge: 5 }],
  ])('%s is checked: %j', (argument, options) => {
    expect(() => createRemoteKeySet('https://example.com', options as never)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument }),
    );
  });
});
