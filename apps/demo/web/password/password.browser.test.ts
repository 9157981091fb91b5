import { expect } from 'vitest';
import { PATIENT, test } from '../testing/site.ts';

test('the password page makes, judges, hashes and verifies, and sends nothing', async ({ visit, site }) => {
  const { page, errors, requests } = await visit(`${site}/password`);
  await page.locator('#length').fill('8');
  for (const id of ['upper', 'lower', 'digits']) await page.locator(`#${id}`).fill('0');
  await page.locator('#symbols').fill('');
  expect(await page.locator('#generated').textContent()).toMatch(/^[A-Za-z0-9]{8}$/);
  expect(await page.locator('#entropy').textContent()).toContain(`${(8 * Math.log2(62)).toFixed(1)} bits`);
  await page.locator('[name=kind][value=words]').check();
  expect(await page.locator('#generated').textContent()).toMatch(/^[a-z]+(-[a-z]+){5}$/);
  await page.locator('#judged').fill('password1');
  await expect.poll(() => page.locator('#strength-text').textContent(), PATIENT).toContain('Very weak');
  expect(await page.locator('#violations').textContent()).not.toContain('Yes');
  await page.locator('#hashed').fill('plenty of penguins');
  await page.getByRole('button', { name: 'Hash', exact: true }).click();
  await expect
    .poll(() => page.locator('#hash').textContent(), PATIENT)
    .toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await page.locator('#description').textContent()).toContain('As it would be written today.');
  for (const [candidate, outcome] of [
    ['plenty of penguins', 'It is the password.'],
    ['others', 'It is another password.'],
  ] as const) {
    await page.locator('#candidate').fill(candidate);
    await page.getByRole('button', { name: 'Verify' }).click();
    await expect.poll(() => page.locator('#verification').textContent(), PATIENT).toBe(outcome);
  }
  await page.locator('#stored').fill('5f4dcc3b5aa765d61d8327deb882cf99');
  expect(await page.locator('#description').textContent()).toContain('Weak');
  expect([errors, requests]).toEqual([[], []]);
});
