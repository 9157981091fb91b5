import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { PATIENT, test } from '../testing/site.ts';

test('the digest page digests text and a file, plain and under a key, and sends nothing', async ({
  visit,
  site,
}) => {
  const { page, errors, requests } = await visit(`${site}/digest`);
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
