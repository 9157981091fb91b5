import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { pageRoutes } from '../../server/pages.ts';

/** Where tests leave pictures of the pages, for a look. */
const PICTURES = join(import.meta.dirname, '../../reports/pictures');

/** The pages alone, on a port of their own. */
export async function servePages(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createAdaptorServer({ fetch: pageRoutes().fetch });
  const { port } = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address) resolve(address);
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
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
  });
}

/** A page, and what went wrong or out in it. */
export interface Visit {
  readonly page: Page;
  /** Uncaught errors, and what a policy refused. */
  readonly errors: readonly string[];
  /** Every request that was made since the page was loaded. */
  readonly requests: readonly string[];
}

/** Opens a page in an empty profile. */
export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const errors: string[] = [];
  const requests: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(url, { waitUntil: 'networkidle' });
  // A browser may fetch the icon of its tab late; no script can make it do so.
  page.on('request', (request) => request.url().endsWith('/seal.svg') || requests.push(request.url()));
  return { page, errors, requests };
}

/** Keeps a picture of a whole page. */
export async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}
