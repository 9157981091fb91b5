// @module-tag chromium
import type { Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { newSqlite } from '../../server/testing/databases.ts';
import {
  createAccount,
  linkIn,
  logIn,
  PASSWORD,
  startService,
  TestClock,
} from '../../server/testing/harness.ts';
import { expectAccessible, expectFitsPhone } from '../testing/accessible.ts';
import { expectOnlyText, HOSTILE } from '../testing/hostile.ts';
import { test } from '../testing/service.ts';
import { KEPT_NOTHING, kept, tabTo } from '../testing/site.ts';

const NEW_PASSWORD = 'a passphrase from the browser';

const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();
const expectStatus = (page: Page, text: string): Promise<void> =>
  expect.poll(() => page.locator('#status').textContent()).toContain(text);

/** Presses a button, and waits for what the service answers. */
async function pressFor(page: Page, name: string, status: string): Promise<void> {
  await press(page, name);
  await expectStatus(page, status);
}

async function logInOn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.locator('#email').fill(email);
  await page.locator('#password').fill(password);
  await pressFor(page, 'Log in', '/v1/login: 200');
}

test.for(['body', 'cookie'])(
  'a visitor walks from registration to a reset, with the refresh token in the %s',
  async (mode, { visit, service }) => {
    const { page, errors } = await visit(`${service.url}/account`, { bypassCSP: true });
    const email = `${mode}@example.com`;
    const openMail = async (subject: RegExp): Promise<void> => {
      await linkIn(service.url, email, subject);
      await pressFor(page, 'Show the mails that were sent', '/dev/mail: 200');
      await page
        .locator('#mails li', { hasText: email })
        .filter({ hasText: subject })
        .getByRole('button')
        .click();
    };
    await page.locator('#email').fill(email);
    await page.locator('#password').fill(PASSWORD);
    await pressFor(page, 'Register', '/v1/register: 202');
    await openMail(/Confirm/);
    await expectStatus(page, '/v1/email/verify: 200');

    await page.locator(`[name=mode][value=${mode}]`).check();
    await pressFor(page, 'Log in', '/v1/login: 200');
    expect(await page.locator('#claims').textContent()).toContain('"client_id"');
    expect((await page.locator('#log .answer').first().textContent())?.includes('csr_')).toBe(
      mode === 'body',
    );
    await pressFor(page, 'Who am I', '/v1/me: 200');
    await pressFor(page, 'Read what is protected', '/v1/greeting: 200');
    await pressFor(page, 'The same with a forged token', '/v1/me: 401');
    await pressFor(page, 'Refresh it', '/v1/token/refresh: 200');
    await pressFor(page, 'List them', '/v1/sessions: 200');
    expect(await page.locator('#session-list li').count()).toBe(1);
    await pressFor(page, 'Public keys', 'jwks.json: 200');

    await pressFor(page, 'Forget it: ask for a link', '/v1/password/forgot: 202');
    await openMail(/Set a new/);
    await page.locator('#new-password').fill(NEW_PASSWORD);
    await pressFor(page, 'Reset it by the link', '/v1/password/reset: 200');
    await pressFor(page, 'Who am I', '/v1/me: 401');
    await page.locator('#password').fill(NEW_PASSWORD);
    await pressFor(page, 'Log in', '/v1/login: 200');
    await pressFor(page, 'List them', '/v1/sessions: 200');

    // It shows the same in both modes but for the texts.
    if (mode === 'cookie') {
      await expectAccessible(page, 'account-used');
      await expectFitsPhone(page, 'account-used');
    }

    await pressFor(page, 'Log out everywhere', '/v1/logout: 204');
    for (const secret of [PASSWORD, NEW_PASSWORD])
      expect(await page.locator('#log').textContent()).not.toContain(secret);
    expect(await kept(page)).toEqual(KEPT_NOTHING);
    expect(errors.filter((error) => !/status of 401/.test(error))).toEqual([]);
  },
);

test('lets a password manager fill in, and anybody paste, what it shows as dots', async ({
  visit,
  service,
}) => {
  const { page } = await visit(`${service.url}/account`, {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  for (const [id, autocomplete] of [
    ['password', 'current-password'],
    ['new-password', 'new-password'],
  ]) {
    const field = page.locator(`#${id}`);
    expect(await field.getAttribute('type')).toBe('password');
    expect(await field.getAttribute('autocomplete')).toBe(autocomplete);
    await page.evaluate(`navigator.clipboard.writeText('${NEW_PASSWORD}')`);
    await field.press('Control+V');
    expect(await field.inputValue()).toBe(NEW_PASSWORD);
  }
});

test('lists the sessions with their ids, and ends one of them', async ({ visit, service }) => {
  await createAccount(service.url, 'sessions@example.com');
  const other = await logIn(service.url, 'sessions@example.com');
  const { page } = await visit(`${service.url}/account`);
  await logInOn(page, 'sessions@example.com');
  await pressFor(page, 'List them', '/v1/sessions: 200');
  const sessions = page.locator('#session-list li');
  expect(await sessions.count()).toBe(2);
  expect(await sessions.filter({ hasText: 'This one' }).count()).toBe(1);
  const ended = sessions.filter({ hasText: String(other.json['session_id']) });
  await ended.getByRole('button', { name: 'End it' }).click();
  await expect.poll(() => sessions.count()).toBe(1);
  expect(await page.locator('#log').textContent()).toContain(
    `DELETE /v1/sessions/${other.json['session_id']}`,
  );
  const refused = await fetch(`${service.url}/v1/me`, {
    headers: { authorization: `Bearer ${other.json['access_token']}` },
  });
  expect(refused.status).toBe(401);
  await pressFor(page, 'Who am I', '/v1/me: 200');
});

test('changes the password, which ends the other sessions and no longer takes the old one', async ({
  visit,
  service,
}) => {
  const email = 'change@example.com';
  await createAccount(service.url, email);
  const { page } = await visit(`${service.url}/account`);
  await logInOn(page, email);
  await page.locator('#new-password').fill('short');
  await pressFor(page, 'Change it', '/v1/password/change: 422');
  expect(await page.locator('#log li').first().textContent()).toContain('at least 15');
  await page.locator('#new-password').fill(NEW_PASSWORD);
  await pressFor(page, 'Change it', '/v1/password/change: 200');
  await pressFor(page, 'Log in', '/v1/login: 401');
  await logInOn(page, email, NEW_PASSWORD);
});

test('shows what becomes of a refresh token that is used again: the same answer soon, the end of the session later', async ({
  visit,
}) => {
  const clock = new TestClock();
  const service = await startService(newSqlite(), { now: clock.now });
  onTestFinished(() => service.stop());
  await createAccount(service.url, 'replay@example.com');
  const { page } = await visit(`${service.url}/account`);
  await logInOn(page, 'replay@example.com');
  await pressFor(page, 'Refresh it', '/v1/token/refresh: 200');
  await pressFor(page, 'Use the first refresh token again', '/v1/token/refresh: 200');
  clock.advance(11);
  await pressFor(page, 'Use the first refresh token again', '/v1/token/refresh: 400');
  expect(await page.locator('#log li').first().textContent()).toContain('invalid-grant');
  await pressFor(page, 'Who am I', '/v1/me: 401');
  await linkIn(service.url, 'replay@example.com', /./);
});

test('opens the link of a mail: nothing is sent before a new password is, and the link is good for one', async ({
  visit,
  service,
}) => {
  const email = 'link@example.com';
  await createAccount(service.url, email);
  await fetch(`${service.url}/v1/password/forgot`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email }),
  });
  const link = await linkIn(service.url, email, /Set a new/);
  expect(link.pathname).toBe('/reset');
  for (const expected of ['200', '410']) {
    const { page, requests } = await visit(link.href);
    expect(page.url()).toBe(`${service.url}/reset`);
    expect(requests).toEqual([]);
    expect(await page.locator('#link-note').isVisible()).toBe(true);
    expect(await page.evaluate('document.activeElement.id')).toBe('new-password');
    await page.keyboard.type(NEW_PASSWORD);
    await tabTo(page, 'reset-password');
    await page.keyboard.press('Enter');
    await expectStatus(page, `/v1/password/reset: ${expected}`);
    expect(await page.locator('#log').textContent()).not.toContain(link.hash.slice(1));
  }
  const { page } = await visit(`${service.url}/account`);
  await logInOn(page, email, NEW_PASSWORD);
});

test('shortens tokens until they are asked for, and copies a request as a command that works', async ({
  visit,
  service,
}) => {
  await createAccount(service.url, 'curl@example.com');
  const { page } = await visit(`${service.url}/account`, {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await logInOn(page, 'curl@example.com');
  await pressFor(page, 'Who am I', '/v1/me: 200');
  const entry = page.locator('#log > li').first();
  expect(await entry.locator('.sent').textContent()).toMatch(
    /^authorization: Bearer eyJ.{5,20}….{6} \(\d+ characters\)$/,
  );
  await entry.getByRole('button', { name: 'Show it whole' }).click();
  const whole = String(await entry.locator('.sent').textContent());
  expect(whole).toMatch(/^authorization: Bearer eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
  expect(await entry.locator('.foot code').textContent()).toMatch(/^[\w-]{20,}$/);
  // What the button says next, however briefly.
  const said = page.evaluate(`new Promise((resolve) => {
    const button = [...document.querySelectorAll('#log > li:first-child button')].find(({ textContent }) => textContent === 'Copy as curl');
    new MutationObserver(() => resolve(button.textContent)).observe(button, { childList: true });
  })`);
  await entry.getByRole('button', { name: 'Copy as curl' }).click();
  expect(await said).toBe('Copied');
  const command = String(await page.evaluate('navigator.clipboard.readText()'));
  const [, url = ''] = /^curl '(\S+)'/.exec(command) ?? [];
  const [, authorization = ''] = /-H 'authorization: (.+)'/.exec(command) ?? [];
  const answer = await fetch(url, { headers: { authorization } });
  expect(await answer.json()).toMatchObject({ email: 'curl@example.com' });
});

test('shows hostile text that comes back from the service as text', async ({ visit, service }) => {
  await createAccount(service.url, 'hostile@example.com');
  for (const userAgent of HOSTILE.filter((text) => /^[ -~]+$/.test(text)))
    await fetch(`${service.url}/v1/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': userAgent },
      body: JSON.stringify({ email: 'hostile@example.com', password: PASSWORD }),
    });
  const { page, errors } = await visit(`${service.url}/account`);
  await logInOn(page, 'hostile@example.com');
  await pressFor(page, 'List them', '/v1/sessions: 200');
  expect(await page.locator('#session-list').textContent()).toContain(HOSTILE[0]);
  await expectOnlyText(page);
  expect(errors).toEqual([]);
});

test('says when the service does not answer', async ({ visit, service }) => {
  const { page } = await visit(`${service.url}/account`);
  await page.context().setOffline(true);
  await pressFor(page, 'Metadata', 'the service did not answer');
});
