import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { hear, plant, takeLeaks } from './watch.ts';

// Apps that leak, each in one way.

const PASSWORD = 'plenty of purple penguins';

async function echo(path: string, answer: (body: string) => string): Promise<void> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => {
      body += piece;
    });
    request.on('end', () => response.setHeader('content-type', 'application/json').end(answer(body)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('It listens on a port.');
  const response = await fetch(`http://127.0.0.1:${address.port}${path}`, {
    method: 'POST',
    body: JSON.stringify({ email: 'alice@example.com', password: PASSWORD }),
  });
  expect(await response.text()).not.toBe('');
  server.close();
}

test('an answer that repeats the password is heard', async () => {
  await echo('/v1/login', (body) => body);
  expect(takeLeaks()).toEqual([{ where: 'POST /v1/login 200', secret: PASSWORD }]);
});

test('an answer that hands over a token leaks nothing, and a later one that repeats it does', async () => {
  const token = `csr_${'x'.repeat(43)}`;
  await echo('/v1/login', () => JSON.stringify({ access_token: token }));
  await echo('/metrics', () => JSON.stringify({ last: token }));
  expect(takeLeaks()).toEqual([{ where: 'POST /metrics 200', secret: token }]);
});

test('a line of a log that has a planted secret is heard', () => {
  plant('a key from the environment');
  hear('the log', 'starting with a key from the environment');
  expect(takeLeaks()).toEqual([{ where: 'the log', secret: 'a key from the environment' }]);
});

test('a program that says its secret on standard error is heard', () => {
  spawnSync(process.execPath, [
    '-e',
    'console.error(process.argv)',
    '--',
    'hmac',
    '--insecure-key',
    PASSWORD,
  ]);
  expect(takeLeaks()).toEqual([{ where: expect.stringMatching(/standard error$/), secret: PASSWORD }]);
});

const SAYS_ALL = 'console.error(process.argv, process.env.DEMO_SECRET); process.exitCode = 1';

test('and so is one that fails, whose output is in the error', () => {
  const args = ['-e', SAYS_ALL, '--', 'hmac', '--insecure-key', PASSWORD];
  expect(() => execFileSync(process.execPath, args, { stdio: 'pipe' })).toThrow();
  expect(takeLeaks()).toEqual([{ where: expect.stringMatching(/standard error$/), secret: PASSWORD }]);
});

test('and one that runs beside the test, with a secret from its environment, of which nobody misses a byte', async () => {
  const env = { DEMO_SECRET: PASSWORD };
  const child = spawn(process.execPath, ['-e', SAYS_ALL], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let heard = '';
  child.stderr.on('data', (chunk) => {
    heard += chunk;
  });
  await once(child, 'close');
  expect(heard).toContain(PASSWORD);
  expect(takeLeaks()).toEqual([{ where: expect.stringMatching(/standard error$/), secret: PASSWORD }]);
});
