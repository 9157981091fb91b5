import { describe, expect, test } from 'vitest';
import { ConfigurationError, readConfig } from './config.ts';
import { startProcess } from './testing/process.ts';

const KEY = Buffer.alloc(32, 1).toString('base64url');
const OTHER_KEY = Buffer.alloc(32, 2).toString('base64url');
/** In every value that is wrong, so that any that was repeated would show. */
const SECRET = 'hunter2-is-my-secret';

/** What is wrong with an environment, a line each. */
function problemsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(environment, 'default.sqlite');
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
  NODE_ENV: SECRET,
  DATABASE_URL: `mysql://demo:${SECRET}@db/demo`,
  KEY_ENCRYPTION_KEYS: `now:${SECRET}`,
  SIGNING_ALGORITHM: SECRET,
  KEY_ROTATION_DAYS: `-1${SECRET}`,
  JWKS_MAX_AGE: `0x10${SECRET}`,
  REFRESH_REUSE_SECONDS: `1e1${SECRET}`,
  TRUSTED_PROXIES: SECRET,
  SMTP_URL: `http://user:${SECRET}@mail`,
  MAIL_FROM: SECRET,
  METRICS_TOKEN: SECRET,
  RESOURCE_SERVER_SECRET: SECRET,
  REPORTS_PORT: SECRET,
  REPORTS_URL: SECRET,
  LOG_LEVEL: SECRET,
  SHUTDOWN_SECONDS: SECRET,
};

describe('the environment', () => {
  test('tells everything that is wrong at once, by name and with what was expected, and repeats none of it', () => {
    const problems = problemsOf(WRONG);
    expect(namesIn(problems)).toEqual(Object.keys(WRONG).sort());
    expect(problems.join()).not.toContain('hunter2');
    for (const problem of problems) expect(problem).toMatch(/^ {2}\w+: .{5,}/);
  });

  test.each(Object.entries(WRONG))('tells that %s alone is wrong', (name, value) => {
    // What is wrong with one is no reason to miss what another needs: an SMTP server needs a sender in any case.
    const needed = name === 'SMTP_URL' ? { MAIL_FROM: 'demo@example.com' } : {};
    expect(namesIn(problemsOf({ [name]: value, ...needed }))).toEqual([name]);
  });

  test.each([
    ['two with one name', `a:${KEY},a:${OTHER_KEY}`],
    ['one that is too short', `a:${KEY.slice(1)}`],
    ['one that is not canonical', `a:${KEY.slice(0, -1)}F`],
    ['one without a name', KEY],
    ['none after a comma', `a:${KEY},`],
  ])('takes no key-encryption keys with %s', (_what, value) => {
    const problems = problemsOf({ KEY_ENCRYPTION_KEYS: value });
    expect(namesIn(problems)).toEqual(['KEY_ENCRYPTION_KEYS']);
    expect(problems.join()).not.toContain(KEY.slice(1, -1));
  });

  test('takes several key-encryption keys, of which the first is the current one', () => {
    const { keyEncryptionKeys } = readConfig({ KEY_ENCRYPTION_KEYS: `new:${KEY}, old:${OTHER_KEY}` }, '');
    expect(keyEncryptionKeys?.current).toBe('new');
    expect([...(keyEncryptionKeys?.keys.keys() ?? [])]).toEqual(['new', 'old']);
    expect(keyEncryptionKeys?.keys.get('old')).toEqual(new Uint8Array(32).fill(2));
  });

  test.each([
    [{ SMTP_URL: 'smtp://mail' }, ['MAIL_FROM']],
    [{ DATABASE_URL: 'postgres://db/demo', DATABASE_FILE: 'demo.sqlite' }, ['DATABASE_FILE']],
    [{ NODE_ENV: 'production' }, ['KEY_ENCRYPTION_KEYS', 'PUBLIC_URL', 'SMTP_URL or MAIL_FILE']],
    [
      { NODE_ENV: 'production', PUBLIC_URL: 'http://example.com', PORT: 'x' },
      ['KEY_ENCRYPTION_KEYS', 'PORT', 'PUBLIC_URL', 'SMTP_URL or MAIL_FILE'],
    ],
  ])('%j is told to miss or to contradict %j', (environment, names) => {
    expect(namesIn(problemsOf(environment))).toEqual(names);
  });

  test('may be empty in development, and a variable that is set to nothing is not set', () => {
    expect(readConfig({ PORT: '', SMTP_URL: '' }, 'default.sqlite')).toMatchObject({
      port: 8080,
      mode: 'development',
      databaseFile: 'default.sqlite',
      smtp: undefined,
      trustedProxies: 0,
    });
  });

  test('that is wrong keeps the service from starting, which says so in plain words alone', async () => {
    const failed = await startProcess({ ...WRONG, NODE_ENV: 'production' }).catch(String);
    for (const name of Object.keys(WRONG).filter((each) => each !== 'NODE_ENV'))
      expect(failed).toContain(`  ${name}`);
    expect(failed).not.toContain('hunter2');
    expect(failed).not.toMatch(/^\s+at /m);
  });
});
