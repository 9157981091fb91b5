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

/** Another site: one empty page at every path, and the headers of the requests for it. */
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

// Browsers resolve every name below localhost to this machine, and treat it like https.
const OWN = 'login.bank.localhost';
const SIBLING = 'blog.bank.localhost';
const FOREIGN = 'evil.localhost';

describe('a session in a cookie', () => {
  const other = new OtherSite();
  let service: TestService;
  let browser: Browser;
  let context: BrowserContext;
  /** The page of the service, and the page of the other site. */
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

  /** Sends a request from a page. Returns the status that scripts see, or 0 if the browser hides the answer. */
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
    // The page first looks for a session, and may reload without one.
    await expect.poll(() => send(page, '/v1/login', json(login)).catch(() => 0)).toBe(200);
  }
  const renews = (): Promise<number> => send(page, '/v1/token/refresh', json({}));
  /** The statuses of the requests since then. A page of another site cannot read them. */
  const answered = (path: string, since: number): readonly unknown[] =>
    service.logged
      .slice(since)
      .map((line): Record<string, unknown> => JSON.parse(line))
      .filter((entry) => entry['path'] === path && entry['method'] === 'POST')
      .map((entry) => entry['status']);

  test('a session continues in its own page, and scripts cannot read the cookie', async () => {
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
    // A request of the type JSON has a preflight, which the service can reject. Other types have none.
    const simple = { method: 'POST', mode: 'no-cors', credentials: 'include', body: '{}' };
    await send(foreign, `${own}/v1/token/refresh`, simple);
    await send(foreign, `${own}/v1/token/refresh`, { ...json({}), credentials: 'include' });
    // A form navigates, and sends the cookies that SameSite allows.
    await foreign.setContent(
      `<form method=post enctype=text/plain action="${own}/v1/token/refresh"><input name='{"a":"' value='"}'><button>Win</button></form>`,
    );
    await foreign.getByRole('button').click();
    await foreign.waitForURL(`${own}/v1/token/refresh`);
    await expect.poll(() => answered('/v1/token/refresh', since).length).toBeGreaterThanOrEqual(2);
    for (const status of answered('/v1/token/refresh', since)) expect([400, 403, 415]).toContain(status);
    expect(await renews()).toBe(200);
  });

  test('a page of another site cannot open a session in the browser of its visitor', async () => {
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

  test('a sibling domain can neither read nor set the cookie', async () => {
    await logIn();
    other.asked.length = 0;
    await foreign.goto(`http://${SIBLING}:${otherPort}/`);
    expect(other.asked.length).toBeGreaterThan(0);
    for (const { cookie } of other.asked) expect(cookie).toBeUndefined();
    // The prefix of the name forbids a cookie for the whole domain.
    for (const pair of [`${COOKIE}=csr_forged`, 'unprotected=forged'])
      await foreign.evaluate(`document.cookie = '${pair}; Domain=bank.localhost; Path=/; Secure'`);
    const cookies = await context.cookies(own);
    expect(cookies.map(({ name }) => name).sort()).toEqual([COOKIE, 'unprotected']);
    expect(cookies.map(({ value }) => value)).not.toContain('csr_forged');
    expect(await renews()).toBe(200);
  });
});
