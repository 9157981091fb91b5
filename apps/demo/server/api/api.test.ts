import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newSqlite } from '../testing/databases.ts';
import { call, startService, type TestService } from '../testing/harness.ts';
import { PROBLEMS } from './problems.ts';

const file: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../openapi.json'), 'utf8'));
let service: TestService;

beforeAll(async () => {
  service = await startService(newSqlite());
});
afterAll(() => service.stop());

describe('the description', () => {
  test('is valid OpenAPI 3.1', async () => {
    expect(await new Validator().validate(structuredClone(Object(file)))).toMatchObject({ valid: true });
    expect(file).toMatchObject({ openapi: '3.1.0' });
  });

  test('in the repository is that of the service: `pnpm --filter @countersign/demo openapi` writes it', async () => {
    const served = await call(service.url, 'GET', '/openapi.json');
    expect(served.json).toEqual(file);
  });
});

describe('the pages for people', () => {
  test('list every endpoint, and need no script', async () => {
    const { text, headers } = await call(service.url, 'GET', '/docs');
    for (const path of Object.keys(Object(file).paths)) expect(text).toContain(path);
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri/,
    );
    expect(text).not.toContain('<script');
    // Examples of a request in JSON, of a form, and of a response.
    expect(text).toContain('{\n  &quot;email&quot;: &quot;ann@example.com&quot;,\n  &quot;password&quot;:');
    expect(text).toContain('<pre>token=eyJ');
    expect(text).toContain('&quot;sessions&quot;: [\n    {\n      &quot;id&quot;:');
    for (const link of ['/problems', '/dev/mail', '/playground/', '/openapi.json'])
      expect(text).toContain(`href="${link}"`);
  });

  test('say what each problem means, where its type points', async () => {
    const { text } = await call(service.url, 'GET', '/problems');
    for (const code of Object.keys(PROBLEMS)) expect(text).toContain(`<dt id="${code}">`);
  });
});
