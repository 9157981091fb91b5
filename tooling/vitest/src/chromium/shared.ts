import { type Browser, chromium } from 'playwright-core';
import { inject } from 'vitest';
import { requireChromium } from './launch.ts';
import { patient } from './patient.ts';
import './shared.setup.ts';

/**
 * The browser that a project with `sharesChromium` starts once for all its test files. A context of it is a profile of its
 * own; closing the connection closes the contexts that were made over it.
 */
export async function connectToChromium(): Promise<Browser> {
  requireChromium();
  return patient(await chromium.connect(inject('chromium')));
}
