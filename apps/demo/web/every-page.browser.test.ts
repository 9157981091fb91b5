import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PAGES } from './pages.ts';
import { servePages, startBrowser, takePicture, visit } from './testing/site.ts';

const PATIENT = { timeout: 20_000 };
let site: Awaited<ReturnType<typeof servePages>>;
let browser: Browser;
beforeAll(async () => {
  [site, browser] = await Promise.all([servePages(), startBrowser()]);
});
afterAll(() => Promise.all([browser.close(), site.stop()]));

/** Brings a page into the state in which it shows most. */
async function fillIn(page: Page, name: string): Promise<void> {
  if (name === 'token') {
    await page.getByRole('button', { name: 'Show me an example' }).click();
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    await expect.poll(() => page.locator('.check').count(), PATIENT).toBeGreaterThan(0);
  }
  if (name === 'digest') await page.locator('#text').fill('Hash me now!');
  if (name === 'password') await page.locator('#judged').fill('correct horse');
  if (name === 'key-set') await page.locator('#address').fill('https://login.example.com');
  for (const summary of await page.locator('summary:visible').all()) await summary.click();
}

const overflow = (page: Page): Promise<unknown> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

describe.each(PAGES)('the $name page', ({ name, path }) => {
  test('has nothing for axe to object to in either theme, and no sideways scroll on a phone or at 400 %', async () => {
    const { page } = await visit(browser, site.url + path, { bypassCSP: true, colorScheme: 'light' });
    await fillIn(page, name);
    await page.evaluate(axe.source);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
        'axe.run()',
      );
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      await takePicture(page, `${name}-${colorScheme}`);
    }
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await overflow(page)).toBe(0);
    await takePicture(page, `${name}-320`);
    // 400 % of a window of 1280 by 1024 (WCAG 2.2, 1.4.10).
    await page.setViewportSize({ width: 320, height: 256 });
    expect(await overflow(page)).toBe(0);
  });
});

/** Presses Tab until the element with an id has the focus, as someone without a mouse does. */
async function tabTo(page: Page, id: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    const [focused, outline] = await page.evaluate<[string, string]>(
      '[document.activeElement.id, getComputedStyle(document.activeElement).outlineStyle]',
    );
    if (focused !== id) continue;
    expect(outline).not.toBe('none');
    return;
  }
  throw new Error(`Tab does not reach ${id}.`);
}

test('the token page is used by the keyboard alone', async () => {
  const { page } = await visit(browser, site.url);
  await tabTo(page, 'example');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('#found').textContent(), PATIENT).toContain('signed token');
  await tabTo(page, 'key');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await tabTo(page, 'tamper');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('#verdict-title').textContent(), PATIENT).toBe('Not valid');
});

test('the theme is kept from page to page in the address alone', async () => {
  const { page } = await visit(browser, site.url, { colorScheme: 'light' });
  const background = (): Promise<unknown> =>
    page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
  const light = await background();
  for (const name of ['Theme: system', 'Theme: light']) await page.getByRole('button', { name }).click();
  const dark = await background();
  expect(dark).not.toBe(light);
  await page.getByRole('link', { name: 'Digest' }).click();
  await expect.poll(background, PATIENT).toBe(dark);
});

test('the digest page digests text and a file, plain and under a key, and sends nothing', async () => {
  const { page, errors, requests } = await visit(browser, `${site.url}/digest`);
  const digest = (): Promise<string | null> => page.locator('#digest').textContent();
  await page.locator('#text').fill('Hash me now!');
  expect(await digest()).toBe('10d561fa94a89a25ea0c7aa47708bdb353bbb062a17820292cd905a3a60d6783');
  await page
    .locator('#expected')
    .fill('10D561FA94A89A25EA0C7AA47708BDB353BBB062A17820292CD905A3A60D6783  a.txt');
  expect(await page.locator('#match').textContent()).toBe('They are the same.');
  expect(await page.locator('#all').textContent()).toContain('56441b566db9aafcf8cdad3a4729fa4b');
  await page.locator('#text').fill('Important Message');
  await page.locator('#key').fill('secret-key');
  expect(await digest()).toBe('1db5d806d73d76e779b7fd31091e026362a64177368e82e0cab91e0c2fb6435e');
  await page.locator('#key').fill('');
  const file = join(tmpdir(), `countersign-digest-${process.pid}`);
  writeFileSync(file, new Uint8Array(3 * 1024 * 1024 + 1));
  await page.locator('#file').setInputFiles(file);
  const expected = createHash('sha256').update(readFileSync(file)).digest('hex');
  await expect.poll(digest, PATIENT).toBe(expected);
  expect(await page.locator('#of').textContent()).toContain('3,145,729 bytes');
  expect([errors, requests]).toEqual([[], []]);
});

test('the password page makes, judges, hashes and verifies, and sends nothing', async () => {
  const { page, errors, requests } = await visit(browser, `${site.url}/password`);
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
