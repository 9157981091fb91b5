import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { copyWorkspace } from './checkout.ts';
import { buildInFolders, environmentOf, parseDockerfile } from './dockerfile.ts';
import { endWithThisProcess, temporaryFolder } from './temporary.ts';
import { root } from './workspace.ts';

const folder = temporaryFolder('image');
const stages = parseDockerfile(readFileSync(join(root, 'apps/demo/Dockerfile'), 'utf8'));
const image = stages.find(({ name }) => name === 'run');
if (!image) throw new Error('the Dockerfile has no stage that runs');
const service = join(folder, 'run/app');

beforeAll(async () => {
  const context = join(folder, 'context');
  await copyWorkspace(context);
  await buildInFolders(stages, { context, folder });
});

test('the image holds what the service needs at run time, and neither sources nor tools', () => {
  const held = (path: string): boolean => existsSync(join(service, path));
  expect(held('node_modules/@countersign/jwt/dist/index.js')).toBe(true);
  expect(held('dist/web/token.html')).toBe(true);
  for (const path of ['server/app.test.ts', 'server/testing', 'web/token.html'])
    expect(held(path)).toBe(false);
  for (const tool of ['typescript', 'vitest', 'turbo', 'node'])
    expect(held(`node_modules/${tool}`)).toBe(false);
});

test('the service starts as the image starts it, answers, and ends when it is told to', async () => {
  const command = image.instructions.find(({ name }) => name === 'CMD')?.rest ?? '[]';
  const [program = '', ...args]: readonly string[] = JSON.parse(command);
  expect(program).toBe('node');
  const port = await freePort();
  const child = spawn(process.execPath, args, {
    cwd: service,
    env: {
      ...environmentOf(image, stages),
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: 'https://localhost',
      KEY_ENCRYPTION_KEYS: `rehearsal:${randomBytes(32).toString('base64url')}`,
      DATABASE_FILE: join(folder, 'demo.sqlite'),
      MAIL_FILE: join(folder, 'mail'),
    },
    stdio: 'ignore',
    detached: true,
  });
  endWithThisProcess(child);
  const ended = once(child, 'exit');
  const isAlive = async (): Promise<boolean> =>
    child.exitCode === null &&
    (await fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ));
  await expect.poll(isAlive).toBe(true);
  const page = await fetch(`http://127.0.0.1:${port}/`);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('there is no port');
  return address.port;
}
