import type { Browser } from 'playwright-core';
import { WAITS } from '../patience.ts';

/** Gives the pages of a browser the time that a busy machine needs. */
export function patient(browser: Browser): Browser {
  return browser.on('context', (context) => context.setDefaultTimeout(WAITS));
}
