// @module-tag chromium
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { connectToChromium } from '@countersign/vitest-config/chromium/shared';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newSqlite } from '../server/testing/databases.ts';
import {
  call,
  createAccount,
  linkIn,
  logIn,
  PASSWORD,
  startService,
  type TestService,
} from '../server/testing/harness.ts';

const NEW_PASSWORD = 'a passphrase from the browser';
const PICTURES = join(import.meta.dirname, '../reports/pictures');
const SCREENS = [
  ['light', 1280],
  ['dark', 390],
] as const;

let service: TestService;
let browser: Browser;
let page: Page;
const errors: string[] = [];

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  service = await startService(newSqlite(), { env: { NODE_ENV: 'development' }, print: () => {} });
  browser = await connectToChromium();
});
afterAll(() => Promise.all([browser.close(), service.stop()]));
beforeEach(async () => {
  errors.length = 0;
  const context = await browser.newContext({
    // axe runs inside the page.
    bypassCSP: true,
    permissions: ['clipboard-read', 'clipboard-write'],
    viewport: { width: 1280, height: 800 },
  });
  page = await context.newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    // The browser reports each response with an error status. The tests expect some.
    if (message.type() === 'error' && !/status of 4/.test(message.text())) errors.push(message.text());
  });
  return () => context.close();
});

const open = (path: string): Promise<unknown> => page.goto(service.url + path);
const fill = (label: string, text: string): Promise<void> =>
  page.getByLabel(label, { exact: true }).fill(text);
const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
const expectText = (text: string | RegExp): Promise<void> =>
  expect.poll(() => page.locator('main').textContent()).toMatch(text);

async function signIn(email: string, password = PASSWORD): Promise<void> {
  await open('/');
  await fill('Address', email);
  await fill('Password', password);
  // Enter submits the form.
  await page.keyboard.press('Enter');
  await page.waitForURL(`${service.url}/account`);
  await expectText('This session');
}

/** Expects that nothing overflows, and that axe finds nothing. Saves pictures of a wide light page and a narrow dark page. */
async function inspect(name: string): Promise<void> {
  await page.evaluate(axe.source);
  for (const [colorScheme, width] of SCREENS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBe(width);
    await page.screenshot({ path: join(PICTURES, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
    expect(violations.map(({ id, nodes }) => [name, id, nodes.map(({ html }) => html)])).toEqual([]);
  }
}

describe('the account pages', () => {
  test('take a visitor from registration to the account, and nothing happens before the password is entered', async () => {
    const email = 'visitor@example.com';
    await open('/register');
    await fill('Address', email);
    await fill('Password', PASSWORD);
    await press('Create account');
    await expectText(`We sent a mail to ${email}`);
    const link = await linkIn(service.url, email, /Confirm/);
    await page.goto(link.href);
    // The token is not in the address any more.
    expect(page.url()).toBe(`${service.url}/verify`);
    expect((await logIn(service.url, email)).status).toBe(401);
    await fill('Password', 'another password');
    await press('Confirm');
    await expectText('This password is wrong.');
    await fill('Password', PASSWORD);
    await press('Confirm');
    await expectText('Your account is ready.');
    await page.getByRole('link', { name: 'Sign in' }).click();
    await signIn(email);
    expect(await page.evaluate('[document.cookie, localStorage.length, sessionStorage.length]')).toEqual([
      '',
      0,
      0,
    ]);
    expect(errors).toEqual([]);
  });

  test('set a new password with the link of a mail', async () => {
    const email = 'forgetful@example.com';
    await createAccount(service.url, email);
    await open('/forgot');
    await fill('Address', email);
    await press('Send a link');
    await expectText('a mail is on its way');
    await page.goto((await linkIn(service.url, email, /Set a new/)).href);
    await fill('New password', email);
    await press('Set password');
    await expectText(/at least 15|similar|address/i);
    await fill('New password', NEW_PASSWORD);
    await press('Set password');
    await expectText('Your password was changed');
    await signIn(email, NEW_PASSWORD);
  });

  test.each([
    ['/', 'Sign in', 'Address', 'Enter your address.'],
    ['/register', 'Create account', 'Address', 'Enter your address.'],
    ['/forgot', 'Send a link', 'Address', 'Enter your address.'],
    [`/verify#${'A'.repeat(43)}`, 'Confirm', 'Password', 'Enter your password.'],
    [`/reset#${'A'.repeat(43)}`, 'Set password', 'New password', 'Enter your new password.'],
  ])('show a message next to an empty field of %s', async (path, button, label, message) => {
    await open(path);
    await press(button);
    const field = page.getByLabel(label, { exact: true });
    const described = (await field.getAttribute('aria-describedby'))?.split(' ').at(-1);
    expect(await page.locator(`#${described}`).textContent()).toBe(message);
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await page.evaluate('document.activeElement.id')).toBe(await field.getAttribute('id'));
  });

  test('disable the button while a request runs', async () => {
    await open('/');
    const { promise, resolve } = Promise.withResolvers<void>();
    await page.route('**/v1/login', async (route) => {
      await promise;
      await route.continue();
    });
    await fill('Address', 'nobody@example.com');
    await fill('Password', PASSWORD);
    await press('Sign in');
    const button = page.getByRole('button', { name: 'Sign in' });
    await expect.poll(() => button.isDisabled()).toBe(true);
    resolve();
    await expectText('The address or the password is wrong');
    expect(await button.isDisabled()).toBe(false);
  });

  test('end other sessions, change the password, sign out, and delete the account', async () => {
    const email = 'owner@example.com';
    await createAccount(service.url, email);
    await logIn(service.url, email);
    await signIn(email);
    await expect.poll(() => page.locator('#sessions li').count()).toBe(2);
    await expectText('Chrome on Linux');
    await press('End');
    await expect.poll(() => page.locator('#sessions li').count()).toBe(1);
    expect(await page.getByRole('button', { name: 'End all other sessions' }).isDisabled()).toBe(true);
    await fill('Current password', 'not this one');
    await fill('New password', NEW_PASSWORD);
    await press('Change password');
    await expectText('This password is wrong.');
    await fill('Current password', PASSWORD);
    await press('Change password');
    await expectText('Your password was changed.');
    await inspect('account');
    await press('Sign out');
    await page.waitForURL(`${service.url}/`);
    await signIn(email, NEW_PASSWORD);
    await page.locator('#delete-password').fill(NEW_PASSWORD);
    await press('Delete account');
    await page.waitForURL(`${service.url}/`);
    expect((await logIn(service.url, email, NEW_PASSWORD)).status).toBe(401);
  });

  test('two tabs that refresh at the same time stay signed in', async () => {
    const email = 'tabs@example.com';
    await createAccount(service.url, email);
    await signIn(email);
    const tabs = await Promise.all([1, 2, 3].map(() => page.context().newPage()));
    await Promise.all(tabs.map((tab) => tab.goto(`${service.url}/account`)));
    for (const tab of tabs) await expect.poll(() => tab.locator('#email').textContent()).toBe(email);
    expect(service.logged.join('')).not.toContain('refresh.reused');
  });

  test.each(['register', 'forgot', 'verify', 'reset'])('/%s is accessible on every screen', async (name) => {
    await open(`/${name}#${'A'.repeat(43)}`);
    await inspect(name);
  });

  test('the first page is accessible, and links to the API and the playground', async () => {
    await open('/');
    await inspect('sign-in');
    const links = await page
      .locator('nav a')
      .evaluateAll((anchors) => anchors.map((a) => a.getAttribute('href')));
    expect(links).toEqual(['/', '/walk', '/docs', '/playground/']);
  });
});

describe('the API walk', () => {
  test('goes from registration to a reset, and copies a request that works', async () => {
    await open('/walk');
    await fill('Address', 'walk@example.com');
    const step = async (name: string, expected: string): Promise<void> => {
      await press(name);
      await expect.poll(() => page.locator('#status').textContent()).toContain(expected);
    };
    const unavailable = page.getByRole('button', { name: 'Read the account' });
    expect(await unavailable.isDisabled()).toBe(true);
    await step('Register', '/v1/register: 202');
    await linkIn(service.url, 'walk@example.com', /Confirm/);
    await step('Read the mails (development only)', '/dev/mail: 200');
    await step('Confirm the address', '/v1/email/verify: 200');
    await step('Sign in', '/v1/login: 200');
    await step('The same with a forged token', '/v1/me: 401');
    await step('Refresh', '/v1/token/refresh: 200');
    await step('Use the first refresh token again', '/v1/token/refresh: 200');
    await step('List the sessions', '/v1/sessions: 200');
    await step('Read the account', '/v1/me: 200');
    await page.getByRole('button', { name: 'Copy as curl' }).first().click();
    await expect.poll(() => page.getByRole('button', { name: 'Copied' }).count()).toBe(1);
    const command = String(await page.evaluate('navigator.clipboard.readText()'));
    const [, authorization = ''] = /-H 'authorization: (.+)'/.exec(command) ?? [];
    const me = await call(service.url, 'GET', '/v1/me', undefined, { authorization });
    expect(me.json).toMatchObject({ email: 'walk@example.com' });
    await inspect('walk');
    await step('Ask for a reset link', '/v1/password/forgot: 202');
    await linkIn(service.url, 'walk@example.com', /Set a new/);
    await step('Read the mails (development only)', '/dev/mail: 200');
    await step('Reset the password (read the mails first)', '/v1/password/reset: 200');
    await step('Sign in', '/v1/login: 200');
    await step('Sign out everywhere', '/v1/logout: 204');
    expect(await page.locator('#log').textContent()).not.toMatch(/green bottles|eyJ[\w-]{40}/);
    expect(errors).toEqual([]);
  });
});

describe('the text pages', () => {
  test.each(['/docs', '/problems', '/dev/mail', '/no-such-page'])(
    '%s is accessible on every screen',
    async (path) => {
      await open(path);
      await inspect(path.replaceAll('/', '-').slice(1));
    },
  );

  test('a program gets a problem for an unknown address', async () => {
    expect((await call(service.url, 'GET', '/no-such-page')).json).toMatchObject({ code: 'not-found' });
  });
});
