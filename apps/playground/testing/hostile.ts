import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Texts that do something when a page takes them for more than text: they set `pwned`, load something, or name a prototype. */
export const HOSTILE: readonly string[] = [
  '<script>globalThis.pwned = 1</script>',
  '<img src=x onerror="globalThis.pwned = 1">',
  '"><svg onload=globalThis.pwned=1>',
  "javascript:globalThis.pwned=1//'",
  '</code></td><iframe srcdoc="<script>parent.pwned=1</script>">',
  '{{constructor.constructor("globalThis.pwned=1")()}}',
  '<a href="javascript:globalThis.pwned=1">x</a>',
  '<style>@import "http://127.0.0.1:9/x"</style><base href="http://127.0.0.1:9/">',
  '\u202e<b>\u0000</b>',
  '__proto__',
  'constructor',
];

const ALIEN =
  'script, img, svg, iframe, object, embed, base, style, a[href^="javascript"], [onerror], [onload]';

/** That nothing of it was more than text. */
export async function expectOnlyText(page: Page): Promise<void> {
  expect(await page.locator('main').locator(ALIEN).count()).toBe(0);
  expect(await page.evaluate('[globalThis.pwned, ({}).polluted]')).toEqual([undefined, undefined]);
}
