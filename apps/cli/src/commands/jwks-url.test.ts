// `jwt verify --jwks URL` against a server on the loopback interface, which behaves well and badly.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workbench } from '../test/run.ts';

const { run, file } = workbench('jwks-url');

const asked: string[] = [];
let answer: RequestListener = (_, response) => response.end();
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  answer(request, response);
});
let address = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  address = `http://127.0.0.1:${port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const json =
  (body: string, type = 'application/jwk-set+json'): RequestListener =>
  (_, response) =>
    response.writeHead(200, { 'content-type': type }).end(body);

/** A new key pair, with a token that names it. */
async function issuer(name: string): Promise<{ readonly token: string; readonly jwks: string }> {
  await run(['key', 'generate', 'ES256', '--out', `${name}.jwk`, '--format', 'jwk']);
  const { keys } = JSON.parse((await run(['key', 'jwks', `${name}.jwk`])).output);
  const sign = ['jwt', 'sign', '--algorithm', 'ES256', '--key-file', `${name}.jwk`, '--kid', keys[0].kid];
  const token = (await run([...sign, '-c', `by=${name}`])).output.trim();
  return { token, jwks: JSON.stringify({ keys }) };
}

const [before, after] = [await issuer('before'), await issuer('after')];
const both = JSON.stringify({ keys: [before, after].flatMap(({ jwks }) => JSON.parse(jwks).keys) });
const verify = async (token: string, url = `${address}/jwks`): ReturnType<typeof run> =>
  await run(['jwt', 'verify', '--algorithm', 'ES256', '--jwks', url, '--json', token]);

describe('a JWK Set by its address', () => {
  test('fetches a key set once, and follows the rotation of keys', async () => {
    asked.length = 0;
    answer = json(before.jwks);
    expect(await verify(before.token)).toMatchObject({ exit: 0, error: '' });
    expect(asked).toEqual(['/jwks']);
    answer = json(both);
    for (const [name, { token }] of Object.entries({ before, after })) {
      const { exit, output } = await verify(token);
      expect({ exit, by: JSON.parse(output).claims.by }).toEqual({ exit: 0, by: name });
    }
    answer = json(after.jwks);
    const { exit, output, error } = await verify(before.token);
    expect({ exit, output, code: JSON.parse(error).error.code }).toEqual({
      exit: 1,
      output: '',
      code: 'ERR_KEY_NOT_FOUND',
    });
  });

  test('accepts a key set with any media type', async () => {
    answer = json(both, 'text/plain; charset=utf-8');
    expect(await verify(after.token)).toMatchObject({ exit: 0 });
  });

  test.each<[string, RequestListener, RegExp]>([
    ['is a page', json('<!doctype html><title>Sign in</title>', 'text/html'), /not JSON/],
    ['is another document', json('{"issuer":"https://example.com"}'), /not a JWK Set/],
    [
      'is huge',
      (_, response) => response.end(`{"keys":[${'{},'.repeat(200_000)}{}]}`),
      /262144|256 KiB|bytes/,
    ],
    [
      'never ends',
      (_, response) => void setInterval(() => response.write(' '.repeat(65_536)), 1).unref(),
      /bytes/,
    ],
    [
      'is somewhere else',
      (request, response) =>
        request.url === '/jwks'
          ? response.writeHead(302, { location: '/elsewhere' }).end()
          : json(both)(request, response),
      /redirect/,
    ],
    ['is forbidden', (_, response) => response.writeHead(403).end('no'), /403/],
    ['breaks off', (request) => request.socket.destroy(), /connection failed/],
  ])('rejects a key set that %s with exit code 3', async (_, listener, reason) => {
    asked.length = 0;
    answer = listener;
    const { exit, output, error } = await verify(after.token);
    const told = JSON.parse(error).error;
    expect({ exit, output, code: told.code }).toEqual({ exit: 3, output: '', code: 'ERR_KEY_SET' });
    expect(told.message).toMatch(reason);
    expect(new Set(asked)).toEqual(new Set(['/jwks']));
  });

  test('reports a key set that no server has', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const url = `http://127.0.0.1:${port}/jwks`;
    const { exit, error } = await verify(after.token, url);
    expect({ exit, ...JSON.parse(error).error }).toEqual({
      exit: 3,
      code: 'ERR_KEY_SET',
      message: `The key set at ${url} could not be fetched: the connection failed.`,
    });
  });

  test.each(['http://example.com/jwks.json', 'https://user:secret@example.com/jwks.json'])(
    'is not fetched from %s',
    async (url) => {
      const { exit, error } = await verify(after.token, url);
      expect({ exit, ...JSON.parse(error).error }).toMatchObject({
        exit: 2,
        message: expect.stringMatching(/^--jwks/),
      });
      expect(error).not.toContain('secret');
    },
  );
});

test('rejects a key set file without JSON as a usage error', async () => {
  file('page', '<!doctype html>');
  expect(await run(['jwt', 'verify', '--algorithm', 'ES256', '--jwks', 'page', before.token])).toMatchObject({
    exit: 2,
    error: expect.stringContaining('not a JWK Set'),
  });
});
