import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { newSqlite } from '../server/testing/databases.ts';
import { bearer, createAccount, logIn, startService } from '../server/testing/harness.ts';

test.each(['client.ts', 'resource-server.ts'])('the README contains %s as it is', (name) => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  expect(readme).toContain(readFileSync(join(import.meta.dirname, name), 'utf8'));
});

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = String(Reflect.get(Object(server.address()), 'port'));
  server.close();
  return port;
}

test('the example of a resource server accepts the tokens of the demo, and no others', async () => {
  const service = await startService(newSqlite(), { env: { AUDIENCES: 'https://reports.example.com' } });
  onTestFinished(() => service.stop());
  await createAccount(service.url, 'ann@example.com');
  const { json } = await logIn(service.url, 'ann@example.com');
  const port = await freePort();
  const options = ['--conditions=@countersign/source', join(import.meta.dirname, 'resource-server.ts')];
  const env = { ISSUER: service.url, PORT: port };
  const child = spawn(process.execPath, options, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  onTestFinished(() => void child.kill());
  const read = (headers: Record<string, string>) => fetch(`http://127.0.0.1:${port}`, { headers });
  await expect
    .poll(() =>
      read({}).then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(401);
  const report = await read(bearer(json['access_token']));
  expect([report.status, await report.text()]).toEqual([200, expect.stringMatching(/^A report for /)]);
  expect((await read(bearer('not-a-token'))).status).toBe(401);
});
