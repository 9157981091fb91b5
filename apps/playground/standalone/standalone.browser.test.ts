// @module-tag chromium
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { STANDALONE } from '../pages.ts';
import { test as base, watch } from '../testing/site.ts';

/** Tests with the file as a visitor gets it (`file`): by the link of a page. */
const test = base.extend('file', { scope: 'file' }, async ({ site, profiles }, { onCleanup }) => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-'));
  onCleanup(() => rmSync(folder, { recursive: true }));
  const { page, errors } = await watch(await profiles.take({}), site);
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'keep these pages as one file' }).click();
  const file = await coming;
  expect(file.suggestedFilename()).toBe(STANDALONE);
  const path = join(folder, STANDALONE);
  await file.saveAs(path);
  expect(errors).toEqual([]);
  return path;
});

test('is downloaded from a page, opens from the disk, and does there all that the pages do', async ({
  newContext,
  file,
}) => {
  const context = await newContext({ offline: true, colorScheme: 'light' });
  const { page, errors, requests } = await watch(await context.newPage(), pathToFileURL(file).href);
  const text = (id: string): Promise<string | null> => page.locator(`#${id}`).textContent();
  const goTo = async (title: string): Promise<void> => {
    await page.getByRole('link', { name: title, exact: true }).click();
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe(title);
  };

  await page.getByRole('button', { name: 'Show me an example' }).click();
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect.poll(() => text('verdict-title')).toBe('Verified');
  await page.getByRole('button', { name: 'Sign', exact: true }).click();
  await expect.poll(() => text('signed')).toContain('Signed.');
  for (const name of ['Theme: system', 'Theme: light']) await page.getByRole('button', { name }).click();

  await goTo('Digest');
  expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
  await page.locator('#text').fill('Hash me now!');
  expect(await text('digest')).toBe('10d561fa94a89a25ea0c7aa47708bdb353bbb062a17820292cd905a3a60d6783');

  await goTo('Password');
  await page.locator('#judged').fill('password1');
  await expect.poll(() => text('strength-text')).toContain('Very weak');
  await page.locator('#hashed').fill('plenty of penguins');
  await page.getByRole('button', { name: 'Hash', exact: true }).click();
  await expect.poll(() => text('hash')).toMatch(/^\$argon2id\$/);
  await page.locator('#candidate').fill('plenty of penguins');
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect.poll(() => text('verification')).toBe('The password matches.');

  await goTo('Token');
  expect(await page.locator('#source').inputValue()).toBe('');
  expect(await page.getByRole('link').allTextContents()).toEqual([
    'Skip to the content',
    'Countersign',
    'Token',
    'Digest',
    'Password',
  ]);
  expect(errors).toEqual([]);
  expect(requests.filter((url) => !/^(file|blob):/.test(url))).toEqual([]);
});

test('cannot connect anywhere, by the policy in the file', async ({ visit, site, file }) => {
  const [, policy = ''] =
    /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(readFileSync(file, 'utf8')) ?? [];
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'none'");
  expect(policy).not.toMatch(/unsafe-(inline|eval)\b(?<!wasm-unsafe-eval)/);
  const { page } = await visit(pathToFileURL(file).href);
  const attempt = `fetch(${JSON.stringify(site)}, { mode: 'no-cors' }).then(() => 'sent', () => 'refused')`;
  expect(await page.evaluate(attempt)).toBe('refused');
});
