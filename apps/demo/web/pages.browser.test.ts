import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { PAGES } from './pages.ts';
import { PATIENT, takePicture, test } from './testing/site.ts';

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
  test('has nothing for axe to object to in either theme, and no sideways scroll on a phone or at 400 %', async ({
    visit,
    site,
  }) => {
    const { page } = await visit(site + path, { bypassCSP: true, colorScheme: 'light' });
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

test('the token page is used by the keyboard alone', async ({ visit, site }) => {
  const { page } = await visit(site);
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

test('the theme is kept from page to page in the address alone', async ({ visit, site }) => {
  const { page } = await visit(site, { colorScheme: 'light' });
  const background = (): Promise<unknown> =>
    page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
  const light = await background();
  for (const name of ['Theme: system', 'Theme: light']) await page.getByRole('button', { name }).click();
  const dark = await background();
  expect(dark).not.toBe(light);
  await page.getByRole('link', { name: 'Digest' }).click();
  await expect.poll(background, PATIENT).toBe(dark);
});
