import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ConfigurationError, readConfig } from './config.ts';

const KEY = Buffer.alloc(32, 1).toString('base64url');
/** Part of each wrong value, so that a repeated value is noticed. */
const SECRET = 'hunter2-is-my-secret';

function problemsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.message.split('\n').slice(1);
  }
  return [];
}
const namesIn = (problems: readonly string[]): readonly string[] =>
  problems.map((problem) => problem.trim().replace(/: .*/, '')).sort();

const WRONG: Readonly<Record<string, string>> = {
  PORT: `80${SECRET}`,
  PUBLIC_URL: `ftp://${SECRET}`,
  ALLOWED_ORIGINS: `https://app.example.com/${SECRET}`,
  NODE_ENV: SECRET,
  DATABASE_URL: `mysql://demo:${SECRET}@db/demo`,
  SERVICE_SECRET: SECRET,
  SIGNING_ALGORITHM: SECRET,
  KEY_ROTATION_DAYS: `-1${SECRET}`,
  JWKS_MAX_AGE: `0x10${SECRET}`,
  REFRESH_REUSE_SECONDS: `1e1${SECRET}`,
  TRUSTED_PROXIES: SECRET,
  SMTP_URL: `http://user:${SECRET}@mail`,
  MAIL_FROM: SECRET,
  METRICS_TOKEN: SECRET,
  RESOURCE_SERVER_SECRET: SECRET,
  LOG_LEVEL: SECRET,
  SHUTDOWN_SECONDS: SECRET,
};

describe('readConfig', () => {
  test('names every wrong variable and what it expects, and repeats no value', () => {
    const problems = problemsOf(WRONG);
    expect(namesIn(problems)).toEqual(Object.keys(WRONG).sort());
    expect(problems.join()).not.toContain('hunter2');
    for (const problem of problems) expect(problem).toMatch(/^ {2}\w+: expected .{5,}/);
  });

  test.each(Object.entries(WRONG))('rejects a wrong %s', (name, value) => {
    const needed = name === 'SMTP_URL' ? { MAIL_FROM: 'demo@example.com' } : {};
    expect(namesIn(problemsOf({ [name]: value, ...needed }))).toEqual([name]);
  });

  test.each([
    'https://example.com/?next=1',
    'https://example.com/#top',
    'https://user:password@example.com',
    'example.com',
  ])('rejects the PUBLIC_URL %s', (url) => {
    expect(namesIn(problemsOf({ PUBLIC_URL: url }))).toEqual(['PUBLIC_URL']);
  });

  test.each([
    ['too short', KEY.slice(1)],
    ['too long', `${KEY}AA`],
    ['not canonical', `${KEY.slice(0, -1)}F`],
  ])('rejects a SERVICE_SECRET that is %s', (_what, value) => {
    expect(namesIn(problemsOf({ SERVICE_SECRET: value }))).toEqual(['SERVICE_SECRET']);
  });

  test.each([
    [{ SMTP_URL: 'smtp://mail' }, ['MAIL_FROM']],
    [{ DATABASE_URL: 'postgres://db/demo', DATABASE_FILE: 'demo.sqlite' }, ['DATABASE_FILE']],
    [
      { NODE_ENV: 'production' },
      ['DATABASE_URL or DATABASE_FILE', 'PUBLIC_URL', 'SERVICE_SECRET', 'SMTP_URL or MAIL_FILE'],
    ],
    [
      { NODE_ENV: 'production', DATABASE_FILE: 'x', PUBLIC_URL: 'http://example.com', PORT: 'x' },
      ['PORT', 'PUBLIC_URL', 'SERVICE_SECRET', 'SMTP_URL or MAIL_FILE'],
    ],
  ])('finds in %j the problems %j', (environment, names) => {
    expect(namesIn(problemsOf(environment))).toEqual(names);
  });

  test('accepts an empty environment in development, and treats an empty variable as absent', () => {
    expect(readConfig({ PORT: '', SMTP_URL: '' })).toMatchObject({ PORT: 8080, NODE_ENV: 'development' });
    expect(readConfig({}).SMTP_URL).toBeUndefined();
  });

  test('reads lists', () => {
    const { ALLOWED_ORIGINS: origins } = readConfig({
      ALLOWED_ORIGINS: 'https://a.example, http://localhost:3000',
    });
    expect(origins).toEqual(['https://a.example', 'http://localhost:3000']);
  });

  test('reads a secret from a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-config-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'secret');
    writeFileSync(file, `${KEY}\n`);
    expect(readConfig({ SERVICE_SECRET_FILE: file }).SERVICE_SECRET).toEqual(new Uint8Array(32).fill(1));
    expect(namesIn(problemsOf({ SERVICE_SECRET_FILE: file, SERVICE_SECRET: KEY }))).toEqual([
      'SERVICE_SECRET_FILE',
    ]);
    expect(namesIn(problemsOf({ METRICS_TOKEN_FILE: join(folder, 'none') }))).toEqual(['METRICS_TOKEN_FILE']);
  });
});
