import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { takePicture } from './site.ts';

/** By theme, what axe looks for: all of it, and then what depends on colours. */
const RULES: readonly (readonly ['light' | 'dark', axe.RunOptions])[] = [
  ['light', {}],
  ['dark', { runOnly: ['cat.color'] }],
];

/** That axe objects to nothing in either theme, of which pictures are kept. The page has to be opened with `bypassCSP`, for axe to run in it. */
export async function expectAccessible(page: Page, picture: string): Promise<void> {
  await page.evaluate(axe.source);
  for (const [colorScheme, rules] of RULES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(${JSON.stringify(rules)})`);
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    await takePicture(page, `${picture}-${colorScheme}`);
  }
}

const LINES_OF_BAR = `new Set([...document.querySelectorAll('.brand, #theme, nav a')].map((element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return Math.round((top + bottom) / 20);
})).size`;

/**
 * That a page fits a narrow phone, and a window of 1280 by 1024 at 400 %: nothing has to be scrolled sideways (WCAG 2.2, 1.4.10), and
 * the bar takes two lines.
 */
export async function expectFitsPhone(page: Page, picture: string): Promise<void> {
  for (const height of [640, 256]) {
    await page.setViewportSize({ width: 320, height });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  // The name and the theme in one line, the menu in another.
  expect(await page.evaluate(LINES_OF_BAR)).toBe(2);
  await takePicture(page, `${picture}-320`);
}
