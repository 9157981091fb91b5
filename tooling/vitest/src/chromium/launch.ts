import { existsSync } from 'node:fs';
import { type Browser, type BrowserServer, chromium, type LaunchOptions } from 'playwright-core';
import { chromiumPath, installCommand } from '../counterparts.ts';
import { patient } from './patient.ts';

const OPTIONS: LaunchOptions = {
  executablePath: chromiumPath,
  // No sandbox, because tests may run as root. No background requests, so that each request comes from a page.
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

export const hasChromium: boolean = existsSync(chromiumPath);

export function requireChromium(): void {
  if (!hasChromium) throw new Error(`${chromiumPath} is missing. Run: ${installCommand('chromium')}`);
}

/** Starts a browser with an empty profile. */
export async function launchChromium(): Promise<Browser> {
  requireChromium();
  return patient(await chromium.launch(OPTIONS));
}

/** Starts a browser that several processes share. */
export function launchChromiumServer(): Promise<BrowserServer> {
  requireChromium();
  return chromium.launchServer({ ...OPTIONS, host: '127.0.0.1' });
}
