// @module-tag chromium
import { algorithmsGuaranteed, hash, hmac } from '@countersign/core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { expectOnlyText, HOSTILE } from '../testing/hostile.ts';
import { KEPT_NOTHING, kept, tabTo, test } from '../testing/site.ts';

const MEBIBYTE = 1024 * 1024;
const digest = (page: Page): Promise<string | null> => page.locator('#digest').textContent();

/** Drops a file of zeros on the page, as from a file manager. */
function drop(page: Page, name: string, bytes: number): Promise<unknown> {
  return page.evaluate(`(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([new Uint8Array(${bytes})], ${JSON.stringify(name)}));
    for (const type of ['dragover', 'drop'])
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  })()`);
}

/** Makes the disk slow: a slice of a file is read when the test calls `readOne`. */
const SLOW_DISK = `(() => {
  const read = Blob.prototype.arrayBuffer;
  let next;
  globalThis.readOne = () => next();
  Blob.prototype.arrayBuffer = async function () {
    await new Promise((resolve) => { next = resolve; });
    return read.call(this);
  };
})()`;

test('digests a text by every algorithm as Node.js does, plain and under a key, offline', async ({
  visit,
  site,
}) => {
  const { page, errors, requests } = await visit(`${site}/digest.html`);
  await page.context().setOffline(true);
  await page.locator('#text').fill('Hash me now! ✓');
  const all = (): Promise<readonly string[]> => page.locator('#all tr').allTextContents();
  expect(await all()).toEqual(
    [...algorithmsGuaranteed].map((name) => name + hash(name, 'Hash me now! ✓', { encoding: 'hex' })),
  );
  for (const name of algorithmsGuaranteed) {
    await page.locator('#algorithm').selectOption(name);
    await page.locator('#encoding').selectOption('base64url');
    expect(await digest(page)).toBe(hash(name, 'Hash me now! ✓', { encoding: 'base64url' }));
  }
  await page.locator('#algorithm').selectOption('shake128');
  await page.locator('#length').fill('5');
  await page.locator('#encoding').selectOption('hex');
  expect(await digest(page)).toBe(hash('shake128', 'Hash me now! ✓', { length: 5, encoding: 'hex' }));

  await page.locator('#key').fill('a2V5');
  for (const [encoding, key] of [
    ['text', 'a2V5'],
    ['base64', 'key'],
  ] as const) {
    await page.locator('#key-encoding').selectOption(encoding);
    for (const name of ['md5', 'sha256', 'sha3-512', 'blake2s']) {
      await page.locator('#algorithm').selectOption(name);
      expect(await digest(page)).toBe(hmac(name, key, 'Hash me now! ✓', { encoding: 'hex' }));
    }
  }
  await page.locator('#key-encoding').selectOption('hex');
  expect(await page.locator('#of').textContent()).toMatch(/hex/i);
  expect([errors, requests, await kept(page)]).toEqual([[], [], KEPT_NOTHING]);
});

test('compares with an expected digest, and works with the keyboard alone', async ({ visit, site }) => {
  const { page } = await visit(`${site}/digest.html`);
  await tabTo(page, 'text');
  await page.keyboard.type('Hash me now!');
  await tabTo(page, 'expected');
  await page.keyboard.type('10D561FA94A89A25EA0C7AA47708BDB353BBB062A17820292CD905A3A60D6783  a.txt');
  expect(await page.locator('#match').textContent()).toBe('They are the same.');
  await page.keyboard.press('Shift+Tab');
  await page.locator('#text').press('End');
  await page.keyboard.type('?');
  expect(await page.locator('#match').textContent()).toMatch(/^They differ/);
});

test('digests a dropped file in pieces, shows the progress, and stops on request', async ({
  newContext,
  site,
}) => {
  const page = await (await newContext()).newPage();
  await page.addInitScript(SLOW_DISK);
  await page.goto(`${site}/digest.html`);
  const share = (): Promise<string | null> => page.locator('#share').textContent();
  await drop(page, 'backup.tar', 3 * MEBIBYTE + 1);
  expect(await page.locator('#of').textContent()).toBe('Reading backup.tar');
  for (const expected of ['0 %', '33 %', '66 %', '99 %']) {
    await expect.poll(share).toBe(expected);
    await page.evaluate('readOne()');
  }
  const whole = hash('sha256', new Uint8Array(3 * MEBIBYTE + 1), { encoding: 'hex' });
  await expect.poll(() => digest(page)).toBe(whole);
  expect(await page.locator('#of').textContent()).toBe('sha256 of backup.tar, 3,145,729 bytes');
  expect(await page.locator('#progress-row').isVisible()).toBe(false);

  await drop(page, 'backup.tar', 2 * MEBIBYTE);
  await page.evaluate('readOne()');
  await expect.poll(share).toBe('50 %');
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.evaluate('readOne()');
  await expect.poll(() => page.locator('#of').textContent()).toBe('Stopped.');
  expect(await digest(page)).toBe('');
  expect(await page.locator('#progress-row').isVisible()).toBe(false);
});

test('shows hostile text as text, in the name of a file too', async ({ visit, site }) => {
  const { page, errors } = await visit(`${site}/digest.html`);
  for (const text of HOSTILE) {
    for (const id of ['text', 'key', 'expected']) await page.locator(`#${id}`).fill(text);
    await drop(page, text, 1);
    await expect.poll(() => page.locator('#of').textContent()).toContain('1 byte');
  }
  await expectOnlyText(page);
  expect(errors).toEqual([]);
});
