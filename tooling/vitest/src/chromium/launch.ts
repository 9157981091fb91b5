import { existsSync } from 'node:fs';
import { type Browser, type BrowserServer, chromium, type LaunchOptions } from 'playwright-core';
import { opened } from './opened.ts';

/** Debian's; `CHROMIUM` names another. */
const EXECUTABLE = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

const OPTIONS: LaunchOptions = {
  executablePath: EXECUTABLE,
  // Without a sandbox, since tests may run as root; and silent on the network, so that every request is a page's own.
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

export const hasChromium: boolean = existsSync(EXECUTABLE);

export function requireChromium(): void {
  if (!hasChromium)
    throw new Error(
      `${EXECUTABLE} is missing: run .ci/install-counterparts, or name a Chromium in the variable CHROMIUM.`,
    );
}

/** A browser of a test's own, with an empty profile. */
export async function launchChromium(): Promise<Browser> {
  requireChromium();
  return opened(await chromium.launch(OPTIONS));
}

/** A browser that several processes use. */
export function launchChromiumServer(): Promise<BrowserServer> {
  requireChromium();
  return chromium.launchServer({ ...OPTIONS, host: '127.0.0.1' });
}
