import { expect } from 'vitest';
import { newSqlite } from '../../server/testing/databases.ts';
import { linkIn, PASSWORD, startService } from '../../server/testing/harness.ts';
import { test as base, KEPT_NOTHING, kept, takePicture } from '../testing/site.ts';

// biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern which fixtures come first
const test = base.extend('service', { scope: 'file' }, async ({}, { onCleanup }) => {
  const service = await startService(newSqlite());
  onCleanup(() => service.stop());
  return service;
});

test.for(['body', 'cookie'])(
  'a visitor walks from registration to a reset, with the refresh token in the %s',
  async (mode, { visit, service }) => {
    const { page, errors } = await visit(`${service.url}/account`);
    const email = `${mode}@example.com`;
    const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
    const expectStatus = (text: string): Promise<void> =>
      expect.poll(() => page.locator('#status').textContent(), { timeout: 20_000 }).toContain(text);
    const openMail = async (subject: RegExp): Promise<void> => {
      await linkIn(service.url, email, subject);
      await press('Show the mails that were sent');
      await expectStatus('/dev/mail: 200');
      await page
        .locator('#mails li', { hasText: email })
        .filter({ hasText: subject })
        .getByRole('button')
        .click();
    };
    await page.locator('#email').fill(email);
    await page.locator('#password').fill(PASSWORD);
    await press('Register');
    await expectStatus('/v1/register: 202');
    await openMail(/Confirm/);
    await expectStatus('/v1/email/verify: 200');

    await page.locator(`[name=mode][value=${mode}]`).check();
    await press('Log in');
    await expectStatus('/v1/login: 200');
    expect(await page.locator('#claims').textContent()).toContain('"client_id"');
    expect((await page.locator('#log .answer').first().textContent())?.includes('csr_')).toBe(
      mode === 'body',
    );
    await press('Who am I');
    await expectStatus('/v1/me: 200');
    await press('Read what is protected');
    await expectStatus('/v1/greeting: 200');
    await press('The same with a forged token');
    await expectStatus('/v1/me: 401');
    await press('Refresh it');
    await expectStatus('/v1/token/refresh: 200');
    await press('List them');
    await expectStatus('/v1/sessions: 200');
    expect(await page.locator('#session-list li').count()).toBe(1);
    await press('Public keys');
    await expectStatus('jwks.json: 200');

    await press('Forget it: ask for a link');
    await expectStatus('/v1/password/forgot: 202');
    await openMail(/Set a new/);
    await page.locator('#new-password').fill('a passphrase from the browser');
    await press('Reset it by the link');
    await expectStatus('/v1/password/reset: 200');
    await press('Who am I');
    await expectStatus('/v1/me: 401');
    await page.locator('#password').fill('a passphrase from the browser');
    await press('Log in');
    await expectStatus('/v1/login: 200');
    await press('Log out everywhere');
    await expectStatus('/v1/logout: 204');
    await takePicture(page, `account-${mode}`);
    expect(await page.locator('#log').textContent()).not.toContain(PASSWORD);
    expect(await kept(page)).toEqual(KEPT_NOTHING);
    expect(errors.filter((error) => !/status of 401/.test(error))).toEqual([]);
  },
);
