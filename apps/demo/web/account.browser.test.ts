import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newSqlite } from '../server/testing/databases.ts';
import {
  call,
  linkIn,
  PASSWORD,
  startService,
  type TestService,
  tokenIn,
} from '../server/testing/harness.ts';

let service: TestService;

beforeAll(async () => {
  service = await startService(newSqlite());
});
afterAll(() => service.stop());

test('a visitor walks through the page in a browser', async () => {
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  try {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on(
      'console',
      (message) =>
        void (
          message.type() === 'error' &&
          message.text().includes('Content Security Policy') &&
          errors.push(message.text())
        ),
    );
    await page.goto(service.url);
    const status = page.locator('#status');
    await page.locator('#register input[name=password]').fill(PASSWORD);
    await page.getByRole('button', { name: 'Register' }).click();
    await expect.poll(() => status.textContent()).toContain('/v1/register: 202');
    const token = tokenIn(await linkIn(service.url, 'visitor@example.com', /Confirm/));
    await call(service.url, 'POST', '/v1/email/verify', { token });
    await page.locator('#login input[name=password]').fill(PASSWORD);
    await page.getByRole('button', { name: 'Log in' }).click();
    await expect.poll(() => page.locator('#claims').textContent()).toContain('"client_id"');
    await page.getByRole('button', { name: 'Read the protected resource' }).click();
    await expect.poll(() => status.textContent()).toContain('/v1/me: 200');
    await page.getByRole('button', { name: 'The same with a changed token' }).click();
    await expect.poll(() => status.textContent()).toContain('/v1/me: 401');
    await page.getByRole('button', { name: 'Ask for a reset link' }).click();
    await expect.poll(() => status.textContent()).toContain('forgot: 202');
    await linkIn(service.url, 'visitor@example.com', /Set a new/);
    await page.getByRole('button', { name: 'Show the mails' }).click();
    await page.getByRole('link', { name: 'Open the link' }).first().click();
    await page.locator('#reset input').fill('a passphrase from the browser');
    await page.getByRole('button', { name: 'Set the new password' }).click();
    await expect.poll(() => status.textContent()).toContain('reset: 200');
    expect(errors).toEqual([]);
  } finally {
    await browser.close();
  }
});
