import { afterAll, beforeAll, expect, test } from 'vitest';
import { newSqlite } from '../testing/databases.ts';
import { call, startService, type TestService } from '../testing/harness.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService(newSqlite());
});
afterAll(() => service.stop());

test('the metadata names no grant, and no endpoint that is not there (RFC 8414)', async () => {
  const { json } = await call(service.url, 'GET', '/.well-known/oauth-authorization-server');
  expect(json).toMatchObject({
    issuer: service.url,
    grant_types_supported: [],
    response_types_supported: [],
  });
  const named = Object.entries(json).filter(([name]) => /_endpoint$|_uri$|_documentation$/.test(name));
  expect(named.length).toBeGreaterThan(3);
  for (const [name, url] of named) {
    const { pathname, origin } = new URL(String(url));
    expect(origin).toBe(service.url);
    const method = name.endsWith('_endpoint') ? 'POST' : 'GET';
    const answer = await fetch(new URL(pathname, service.url), { method });
    expect([name, answer.status]).not.toEqual([name, 404]);
    expect([name, answer.status]).not.toEqual([name, 405]);
  }
});
