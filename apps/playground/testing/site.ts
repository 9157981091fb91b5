import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { connectToChromium } from '@countersign/vitest-config/chromium/shared';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { preview } from 'vite';
import { test as base, expect } from 'vitest';
import { PAGES } from '../pages.ts';

/** Where tests leave pictures of the pages, for a look. */
const PICTURES = join(import.meta.dirname, '../reports/pictures');

/** A page, and what went wrong or out in it. */
export interface Visit {
  readonly page: Page;
  /** Uncaught errors, and what a policy refused. */
  readonly errors: readonly string[];
  /** Every request that was made since the page was loaded. */
  readonly requests: readonly string[];
}

/** Serves the built pages from a port that the system chooses. */
async function servePages(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = await preview({
    configFile: join(import.meta.dirname, '../vite.config.ts'),
    logLevel: 'error',
    preview: { host: '127.0.0.1', port: 0, strictPort: false },
  });
  const address = server.httpServer.address();
  if (typeof address !== 'object' || !address) throw new Error('The preview server has no port.');
  return { url: `http://127.0.0.1:${address.port}`, stop: () => server.close() };
}

/** How a page is made, besides what is a matter of its whole profile. */
const AS_NEW = { colorScheme: 'light', reducedMotion: 'no-preference' } as const;
const VIEWPORT = { width: 1280, height: 720 };

/** Profiles with one page each, which tests use one after the other: making one takes a browser longer than most tests do. */
class Profiles {
  readonly #browser: Browser;
  readonly #idle = new Map<string, Page[]>();

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** A page that nobody uses, as if it were new but for the cache. */
  async take(options: BrowserContextOptions): Promise<Page> {
    const page = this.#idle.get(JSON.stringify(options))?.pop();
    if (!page) return (await openProfile(this.#browser, options)).newPage();
    await page.goto('about:blank');
    await expect.poll(() => page.workers()).toEqual([]);
    await page.context().setOffline(options.offline ?? false);
    await page.context().clearCookies();
    const { colorScheme, reducedMotion } = { ...AS_NEW, ...options };
    await page.emulateMedia({ colorScheme, reducedMotion });
    await page.setViewportSize(VIEWPORT);
    return page;
  }

  giveBack(page: Page, options: BrowserContextOptions): void {
    for (const event of ['pageerror', 'console', 'request'] as const) page.removeAllListeners(event);
    const key = JSON.stringify(options);
    this.#idle.set(key, [...(this.#idle.get(key) ?? []), page]);
  }
}

async function openProfile(browser: Browser, options: BrowserContextOptions): Promise<BrowserContext> {
  return browser.newContext({ viewport: VIEWPORT, ...options });
}

/**
 * Tests with the address of the pages (`site`) and a browser: `visit` opens an address in a page that no other visit of the test has,
 * `newContext` makes a profile that is empty, cache and all.
 */
export const test = base
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern which fixtures come first
  .extend('browser', { scope: 'file' }, async ({}, { onCleanup }) => {
    const browser = await connectToChromium();
    onCleanup(() => browser.close());
    return browser;
  })
  // biome-ignore lint/correctness/noEmptyPattern: as above
  .extend('site', { scope: 'file' }, async ({}, { onCleanup }) => {
    const { url, stop } = await servePages();
    onCleanup(stop);
    return url;
  })
  .extend('newContext', async ({ browser }, { onCleanup }) => {
    const contexts: BrowserContext[] = [];
    onCleanup(async () => {
      for (const context of contexts) await context.close();
    });
    return async (options: BrowserContextOptions = {}) => {
      const context = await openProfile(browser, options);
      contexts.push(context);
      return context;
    };
  })
  .extend('profiles', { scope: 'file' }, ({ browser }) => new Profiles(browser))
  .extend('visit', ({ profiles }, { onCleanup }) => {
    const taken: (() => void)[] = [];
    onCleanup(() => {
      for (const giveBack of taken) giveBack();
    });
    return async (url: string, options: BrowserContextOptions = {}): Promise<Visit> => {
      const page = await profiles.take(options);
      taken.push(() => profiles.giveBack(page, options));
      return watch(page, url);
    };
  });

/** Opens an address in a page, and records its errors and requests. */
export async function watch(page: Page, url: string): Promise<Visit> {
  const errors: string[] = [];
  const requests: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !isIcon(message.location().url)) errors.push(message.text());
  });
  await page.goto(url);
  await workerOf(page);
  page.on('request', (request) => isIcon(request.url()) || requests.push(request.url()));
  return { page, errors, requests };
}

/** Waits for the worker that belongs to a page: no event of the page itself does. */
async function workerOf(page: Page): Promise<void> {
  const { pathname } = new URL(page.url());
  if (!PAGES.some(({ file, worker }) => pathname === `/${file}` && worker !== undefined)) return;
  await expect.poll(() => page.workers().length).toBe(1);
  await Promise.all(page.workers().map((worker) => worker.evaluate('0')));
}

/** A browser may fetch the icon of its tab late; no script can make it do so. */
const isIcon = (url: string): boolean => url.endsWith('/seal.svg');

/** Cookies and storage of a page, and its address after the path. */
export function kept(page: Page): Promise<unknown> {
  return page.evaluate(`(async () => [
    document.cookie, { ...localStorage }, { ...sessionStorage }, await indexedDB.databases(), await caches.keys(),
    location.search, location.hash,
  ])()`);
}
export const KEPT_NOTHING = ['', {}, {}, [], [], '', ''];

/** Keeps a picture of a whole page. */
export async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  // Sticky elements return to their first place.
  await page.evaluate('scrollTo(0, 0)');
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

/** Presses Tab until the element with an id has the focus, as someone without a mouse does. */
export async function tabTo(page: Page, id: string): Promise<void> {
  for (let presses = 0; presses < 90; presses++) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate('document.activeElement.id')) === id) return;
  }
  throw new Error(`Tab does not reach ${id}.`);
}
