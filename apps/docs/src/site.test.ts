// @module-tag chromium
import { globSync } from 'node:fs';
import { launchChromium } from '@countersign/vitest-config/chromium';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dist, fileOf, serveSite } from './site.ts';

/** The address of every page that was built: `guides/hash-a-file.html` is at `/guides/hash-a-file`. */
const pages = globSync('**/*.html', { cwd: dist })
  .filter((file) => file !== '404.html')
  .map((file) => `/${file.replace(/(^|\/)index\.html$/, '$1').replace(/\.html$/, '')}`)
  .sort();

interface Visited {
  readonly links: readonly string[];
  readonly ids: ReadonlySet<string>;
}

let site: Awaited<ReturnType<typeof serveSite>>;
let browser: Browser;
/** What went wrong in any page: messages of the console, exceptions, answers that are errors, requests that leave this machine. */
const complaints: string[] = [];

beforeAll(async () => {
  site = await serveSite();
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

async function openPage(options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
  const page = await browser.newPage(options);
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${page.url()}: ${response.status()} ${response.url()}`);
  });
  await page.route('**', (route) => {
    if (new URL(route.request().url()).origin === site.origin) return route.continue();
    complaints.push(`${page.url()} asks for ${route.request().url()}`);
    return route.abort();
  });
  return page;
}

async function visit(page: Page, path: string): Promise<Visited> {
  await page.goto(site.origin + path, { waitUntil: 'networkidle' });
  const links = await page
    .locator('a[href]')
    .evaluateAll((anchors) => anchors.map((anchor) => (anchor as unknown as { href: string }).href));
  const ids = await page.locator('[id]').evaluateAll((elements) => elements.map(({ id }) => id));
  return { links, ids: new Set(ids) };
}

describe('the built site, in a browser', () => {
  test('reaches every page from the first by links, finds every link alive, and has nothing to complain about', async () => {
    const page = await openPage();
    const visited = new Map<string, Visited>();
    const queue = ['/'];
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      if (visited.has(path)) continue;
      const found = await visit(page, path);
      visited.set(path, found);
      for (const link of found.links) {
        const { origin, pathname } = new URL(link);
        if (origin === site.origin && fileOf(pathname)) queue.push(pathname);
      }
    }
    const dead = [...visited].flatMap(([from, { links }]) =>
      links
        .filter((link) => {
          const { origin, pathname, hash, protocol } = new URL(link);
          if (origin !== site.origin) return protocol !== 'https:';
          const target = visited.get(pathname);
          return !target || (hash !== '' && !target.ids.has(decodeURIComponent(hash.slice(1))));
        })
        .map((link) => `${from} -> ${link.replace(site.origin, '')}`),
    );
    expect(pages.length).toBeGreaterThan(8);
    expect([...visited.keys()].sort()).toEqual(pages);
    expect([...new Set(dead)]).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test.each([
    { words: 'compareDigest', leadsTo: /reference\/@countersign\/core/ },
    { words: 'Django', leadsTo: /migrate-from-django|password/ },
  ])('finds "$words" by its search, without another host', async ({ words, leadsTo }) => {
    const page = await openPage();
    await page.goto(site.origin, { waitUntil: 'networkidle' });
    await page.getByRole('button', { name: 'Search' }).first().click();
    await page.locator('.VPLocalSearchBox input').fill(words);
    const first = page.locator('.VPLocalSearchBox .result').first();
    await first.waitFor();
    await first.click();
    await page.waitForURL(leadsTo);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('fits the width of a phone on every page', async () => {
    const page = await openPage({ viewport: { width: 375, height: 740 } });
    const tooWide: string[] = [];
    for (const path of pages) {
      await page.goto(site.origin + path);
      if (Number(await page.evaluate('document.documentElement.scrollWidth')) > 375) tooWide.push(path);
    }
    expect(tooWide).toEqual([]);
    await page.close();
  });
});
