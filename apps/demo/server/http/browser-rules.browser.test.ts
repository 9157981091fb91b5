// @module-tag chromium
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectToChromium } from '@countersign/vitest-config/chromium/shared';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newSqlite } from '../testing/databases.ts';
import { createAccount, PASSWORD, startService, type TestService } from '../testing/harness.ts';

const EMAIL = 'ann@example.com';
const COOKIE = '__Host-countersign-refresh';

/** A site of somebody else: one empty page at every path, and what browsers sent along with asking for it. */
class OtherSite {
  readonly asked: IncomingHttpHeaders[] = [];
  readonly #server: Server = createServer((request, response) => {
    this.asked.push(request.headers);
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Other</title><p>Hello.');
  });

  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address: AddressInfo | string | null = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('It listens on a port.');
    return address.port;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

// Browsers resolve every name below localhost to this machine, and take it to be as safe as https.
const OWN = 'login.bank.localhost';
const SIBLING = 'blog.bank.localhost';
const FOREIGN = 'evil.localhost';

describe('a session in a cookie, in a browser that visits others, too', () => {
  const other = new OtherSite();
  let service: TestService;
  let browser: Browser;
  let context: BrowserContext;
  /** For the page of the service, and for that of somebody else. */
  let page: Page;
  let foreign: Page;
  let own: string;
  let otherPort: number;
  beforeAll(async () => {
    otherPort = await other.start();
    const variables = newSqlite();
    // The issuer is the name that browsers use, whose port is not known before it listens.
    const first = await startService(variables);
    const { port } = new URL(first.url);
    await first.stop();
    own = `http://${OWN}:${port}`;
    service = await startService(variables, { env: { PORT: port, PUBLIC_URL: own } });
    await createAccount(service.url, EMAIL);
    browser = await connectToChromium();
    context = await browser.newContext();
    page = await context.newPage();
    foreign = await context.newPage();
  });
  beforeEach(() => context.clearCookies());
  afterAll(() => Promise.all([browser.close(), service.stop(), other.stop()]));

  /** Sends a request from a page, as its scripts can, and gives the status that they see; 0 when the browser keeps it from them. */
  const send = (from: Page, url: string, init: object): Promise<number> =>
    from.evaluate(
      ([to, options]) =>
        fetch(String(to), Object(options)).then(
          ({ status }) => status,
          () => 0,
        ),
      [url, init],
    );
  const json = (body: object): object => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

  /** Opens a session in the browser, on the page of the service. */
  async function logIn(): Promise<void> {
    await page.goto(`${own}/forgot`);
    const login = { email: EMAIL, password: PASSWORD, mode: 'cookie' };
    // The page looks for a session first, and may reload when there is none.
    await expect.poll(() => send(page, '/v1/login', json(login)).catch(() => 0)).toBe(200);
  }
  const renews = (): Promise<number> => send(page, '/v1/token/refresh', json({}));
  /** What the service answered to requests that came since: a page of another site does not learn it. */
  const answered = (path: string, since: number): readonly unknown[] =>
    service.logged
      .slice(since)
      .map((line): Record<string, unknown> => JSON.parse(line))
      .filter((entry) => entry['path'] === path && entry['method'] === 'POST')
      .map((entry) => entry['status']);

  test('goes on in its own page, whose scripts cannot read the cookie', async () => {
    await logIn();
    expect(await page.evaluate('document.cookie')).toBe('');
    const [cookie] = await context.cookies(own);
    expect(cookie).toMatchObject({
      name: COOKIE,
      httpOnly: true,
      secure: true,
      sameSite: 'Strict',
      path: '/',
      domain: OWN,
    });
    expect(await renews()).toBe(200);
    expect(await renews()).toBe(200);
  });

  test.each([
    ['another site', FOREIGN],
    ['a sibling domain', SIBLING],
    ['another port of the same host', OWN],
  ])('is neither used nor ended by a page of %s', async (_what, host) => {
    await logIn();
    await foreign.goto(`http://${host}:${otherPort}/`);
    const since = service.logged.length;
    // Without the type JSON there is no preflight that the service could refuse; with it, there is.
    const simple = { method: 'POST', mode: 'no-cors', credentials: 'include', body: '{}' };
    await send(foreign, `${own}/v1/token/refresh`, simple);
    await send(foreign, `${own}/v1/token/refresh`, { ...json({}), credentials: 'include' });
    // A form navigates, and takes cookies along where SameSite lets it.
    await foreign.setContent(
      `<form method=post enctype=text/plain action="${own}/v1/token/refresh"><input name='{"a":"' value='"}'><button>Win</button></form>`,
    );
    await foreign.getByRole('button').click();
    await foreign.waitForURL(`${own}/v1/token/refresh`);
    await expect.poll(() => answered('/v1/token/refresh', since).length).toBeGreaterThanOrEqual(2);
    for (const status of answered('/v1/token/refresh', since)) expect([400, 403, 415]).toContain(status);
    expect(await renews()).toBe(200);
  });

  test('is not opened by a page of another site, which would put its visitor into a session of its own', async () => {
    await foreign.goto(`http://${SIBLING}:${otherPort}/`);
    const since = service.logged.length;
    const login = JSON.stringify({ email: EMAIL, password: PASSWORD, mode: 'cookie' });
    await send(foreign, `${own}/v1/login`, {
      method: 'POST',
      mode: 'no-cors',
      credentials: 'include',
      body: login,
    });
    expect(
      await send(foreign, `${own}/v1/login`, { ...json(JSON.parse(login)), credentials: 'include' }),
    ).toBe(0);
    await expect.poll(() => answered('/v1/login', since).length).toBeGreaterThanOrEqual(1);
    for (const status of answered('/v1/login', since)) expect([403, 415]).toContain(status);
    expect(await context.cookies(own)).toEqual([]);
  });

  test('has a cookie that no sibling gets, and none can set', async () => {
    await logIn();
    other.asked.length = 0;
    await foreign.goto(`http://${SIBLING}:${otherPort}/`);
    expect(other.asked.length).toBeGreaterThan(0);
    for (const { cookie } of other.asked) expect(cookie).toBeUndefined();
    // A cookie for the whole domain would reach the service as well; its name forbids one.
    for (const pair of [`${COOKIE}=csr_forged`, 'unprotected=forged'])
      await foreign.evaluate(`document.cookie = '${pair}; Domain=bank.localhost; Path=/; Secure'`);
    const cookies = await context.cookies(own);
    expect(cookies.map(({ name }) => name).sort()).toEqual([COOKIE, 'unprotected']);
    expect(cookies.map(({ value }) => value)).not.toContain('csr_forged');
    expect(await renews()).toBe(200);
  });
});
