// @module-tag chromium
import { verifyPassword } from '@countersign/password';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { expectOnlyText, HOSTILE } from '../testing/hostile.ts';
import { KEPT_NOTHING, kept, tabTo, test } from '../testing/site.ts';

const text = (page: Page, id: string): Promise<string | null> => page.locator(`#${id}`).textContent();

test('makes passwords of characters, of words and by a site’s rules, with the exact entropy of each', async ({
  visit,
  site,
}) => {
  const { page, errors, requests } = await visit(`${site}/password.html`);
  await page.context().setOffline(true);
  await page.locator('#length').fill('8');
  for (const id of ['upper', 'lower', 'digits']) await page.locator(`#${id}`).fill('0');
  await page.locator('#symbols').fill('');
  expect(await text(page, 'generated')).toMatch(/^[A-Za-z0-9]{8}$/);
  expect(await text(page, 'entropy')).toContain(`${(8 * Math.log2(62)).toFixed(1)} bits`);
  // At least one digit: all passwords of letters and digits but those of letters alone.
  await page.locator('#digits').fill('1');
  expect(await text(page, 'entropy')).toContain(`${Math.log2(62 ** 8 - 52 ** 8).toFixed(1)} bits`);
  await page.locator('#digits').fill('9');
  expect(await text(page, 'entropy')).toMatch(/length/);
  expect(await text(page, 'generated')).toBe('');
  await page.locator('[name=kind][value=words]').check();
  expect(await text(page, 'generated')).toMatch(/^[a-z]+(-[a-z]+){5}$/);
  expect(await text(page, 'entropy')).toContain(`${(6 * Math.log2(7776)).toFixed(1)} bits`);
  await page.locator('[name=kind][value=rules]').check();
  await page.locator('#password-rules').fill('minlength: 6; maxlength: 6; required: digit; required: [xy]');
  expect(await text(page, 'generated')).toMatch(/^(?=.*\d)(?=.*[xy])[\dxy]{6}$/);
  expect(await text(page, 'entropy')).toContain(`${Math.log2(12 ** 6 - 2 ** 6 - 10 ** 6).toFixed(1)} bits`);
  await page.locator('#password-rules').fill('minlength: many');
  expect(await text(page, 'entropy')).toContain('passwordrules');
  expect([errors, requests, await kept(page)]).toEqual([[], [], KEPT_NOTHING]);
});

test('judges a password as it is typed, by how people choose and by NIST’s rules', async ({
  visit,
  site,
}) => {
  const { page, errors, requests } = await visit(`${site}/password.html`);
  await page.context().setOffline(true);
  await page.locator('#judged').fill('password1');
  await expect.poll(() => text(page, 'strength-text')).toContain('Very weak');
  expect(await text(page, 'violations')).toContain('at least 15');
  await page.locator('#judged').fill('countersign purple penguin plaza');
  await expect.poll(() => text(page, 'strength-text')).toContain('Strong');
  expect(await text(page, 'violations')).toBe('Yes.');
  await page.locator('#context').fill('ann, countersign purple penguin plaza');
  await expect.poll(() => text(page, 'violations')).not.toBe('Yes.');
  expect([errors, requests]).toEqual([[], []]);
});

test('hashes and verifies beside the page, which goes on answering', async ({ visit, site }) => {
  const { page, errors, requests } = await visit(`${site}/password.html`);
  await page.context().setOffline(true);
  expect(page.workers()).toHaveLength(1);
  await page.locator('#hashed').fill('plenty of penguins');
  await page.locator('#scheme').selectOption('scrypt: N = 2^17, r = 8, p = 1');
  // Turns that the page's own thread took while the hash was computed; on that thread it would have taken none.
  const turns = await page.evaluate<number>(`(async () => {
    document.getElementById('hash-button').click();
    let turns = 0;
    while (document.getElementById('hash').textContent === '') {
      await new Promise((resolve) => setTimeout(resolve));
      turns += 1;
    }
    return turns;
  })()`);
  expect(turns).toBeGreaterThan(5);
  const stored = (await text(page, 'hash')) ?? '';
  expect(stored).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$/);
  expect(await verifyPassword('plenty of penguins', stored)).toBe(true);
  expect(await page.locator('#stored').inputValue()).toBe(stored);
  for (const [candidate, outcome] of [
    ['plenty of penguins', 'The password matches.'],
    ['others', 'The password does not match.'],
  ] as const) {
    await page.locator('#candidate').fill(candidate);
    await page.getByRole('button', { name: 'Verify' }).click();
    await expect.poll(() => text(page, 'verification')).toBe(outcome);
  }
  expect([errors, requests, await kept(page)]).toEqual([[], [], KEPT_NOTHING]);
});

test.for([
  ['Argon2id: 19 MiB, 2 passes', /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/],
  ['bcrypt over HMAC-SHA-256, cost 12', /^\$bcrypt-sha256\$v=2,t=2b,r=12\$/],
  ['bcrypt, cost 12', /^\$2b\$12\$/],
  ['PBKDF2-HMAC-SHA-256, 600,000 iterations', /pbkdf2-sha256\$i?=?600000/],
] as const)('writes %s as other software reads it', async ([scheme, form], { visit, site }) => {
  const { page } = await visit(`${site}/password.html`);
  await page.locator('#scheme').selectOption(scheme);
  await page.locator('#hashed').fill('swordfish');
  await page.locator('#hashed').press('Enter');
  await expect.poll(() => text(page, 'hash')).toMatch(form);
  expect(await verifyPassword('swordfish', (await text(page, 'hash')) ?? '')).toBe(true);
});

test('says what a stored hash says about itself, and verifies those of other software', async ({
  visit,
  site,
}) => {
  const { page } = await visit(`${site}/password.html`);
  for (const [name, facts] of [
    ['Django', ['django-pbkdf2-sha256', '600,000', 'Rehash']],
    ['PHP', ['bcrypt', '2^10 = 1,024 rounds', 'Rehash']],
    ['Argon2id', ['argon2id', '19 MiB', '2 passes', 'Matches the current default']],
    ['LDAP', ['ldap-ssha', 'Weak']],
  ] as const) {
    await page.getByRole('button', { name, exact: true }).click();
    for (const fact of facts) expect(await text(page, 'description')).toContain(fact);
    await page.getByRole('button', { name: 'Verify' }).click();
    await expect.poll(() => text(page, 'verification')).toBe('The password matches.');
  }
  await page
    .locator('#stored')
    .fill('$argon2id$v=19$m=4194304,t=99,p=1$HrfwhCt/2xAVljbNUidIEA$Bh9Fs4mXz7BUNypIlO8dPw');
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect.poll(() => text(page, 'verification')).toMatch(/limit/i);
});

test('is used by the keyboard alone', async ({ visit, site }) => {
  const { page } = await visit(`${site}/password.html`);
  await tabTo(page, 'again');
  const first = await text(page, 'generated');
  await page.keyboard.press('Enter');
  expect(await text(page, 'generated')).not.toBe(first);
  await tabTo(page, 'use');
  await page.keyboard.press('Space');
  const made = await text(page, 'generated');
  expect(await page.locator('#judged').inputValue()).toBe(made);
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  expect(await text(page, 'generated')).toMatch(/^[a-z]+(-[a-z]+){5}$/);
  await tabTo(page, 'hash-button');
  await page.keyboard.press('Enter');
  await expect.poll(() => text(page, 'hash')).toMatch(/^\$argon2id\$/);
});

test('shows hostile text as text', async ({ visit, site }) => {
  const { page, errors } = await visit(`${site}/password.html`);
  await page.locator('[name=kind][value=rules]').check();
  for (const hostile of HOSTILE) {
    for (const id of ['password-rules', 'judged', 'context', 'hashed', 'stored', 'candidate'])
      await page.locator(`#${id}`).fill(hostile);
    await page.getByRole('button', { name: 'Verify' }).click();
    await page
      .locator('#stored')
      .fill(`$argon2id$v=19$m=19456,t=2,p=1,keyid=${hostile}$HrfwhCt/2xAVljbNUidIEA$Bh9Fs4mX`);
  }
  await expectOnlyText(page);
  expect(errors).toEqual([]);
});
