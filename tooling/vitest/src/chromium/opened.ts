import type { Browser } from 'playwright-core';
import { WAITS } from '../patience.ts';

const listeners: ((browser: Browser) => void)[] = [];

/** Has a function told of each browser that a test is given from now on. */
export function onBrowser(listener: (browser: Browser) => void): void {
  listeners.push(listener);
}

/** Tells of a browser before a test is given it, and gives its pages time. */
export function opened(browser: Browser): Browser {
  browser.on('context', (context) => context.setDefaultTimeout(WAITS));
  for (const listener of listeners) listener(browser);
  return browser;
}
