// @module-tag chromium
import { globSync, readFileSync } from 'node:fs';
import { launchChromium } from '@countersign/vitest-config/chromium';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dist, fileOf, serveSite } from './site.ts';

/** The address of every page that was built: `guides/hash-a-file.html` is at `/guides/hash-a-file`. */
const pages = globSync('**/*.html', { cwd: dist })
  .filter((file) => file !== '404.html')
  .map((file) => `/${file.replace(/(^|\/)index\.html$/, '$1').replace(/\.html$/, '')}`)
  .sort();

interface Parsed {
  readonly links: readonly string[];
  readonly ids: ReadonlySet<string>;
}

/** The links and anchors of a built page. */
function parse(path: string): Parsed {
  const html = readFileSync(fileOf(path) ?? '', 'utf8');
  const links = [...html.matchAll(/<a [^>]*?href="([^"]+)"/g)].map(([, link = '']) =>
    link.replaceAll('&amp;', '&'),
  );
  const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id);
  return { links: links.map((link) => new URL(link, `${ORIGIN}${path}`).href), ids: new Set(ids) };
}

const ORIGIN = 'https://countersign.example';

let site: Awaited<ReturnType<typeof serveSite>>;
let browser: Browser;
/** Faults of all pages: messages of the console, exceptions, failed requests, and requests to other hosts. */
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
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== site.origin) complaints.push(`${page.url()} asks ${request.url()}`);
  });
  return page;
}

test('every page is reachable from the first one, and every link has a target', () => {
  const parsed = new Map<string, Parsed>();
  const queue = ['/'];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (parsed.has(path)) continue;
    const found = parse(path);
    parsed.set(path, found);
    for (const link of found.links) {
      const { origin, pathname } = new URL(link);
      if (origin === ORIGIN && fileOf(pathname)?.endsWith('.html')) queue.push(pathname);
    }
  }
  const dead = [...parsed].flatMap(([from, { links }]) =>
    links
      .filter((link) => {
        const { origin, pathname, hash, protocol } = new URL(link);
        if (origin !== ORIGIN) return protocol !== 'https:';
        if (!pathname.endsWith('/') && fileOf(pathname)?.endsWith('.html') === false) return false;
        const target = parsed.get(pathname);
        return !target || (hash !== '' && !target.ids.has(decodeURIComponent(hash.slice(1))));
      })
      .map((link) => `${from} -> ${link.replace(ORIGIN, '')}`),
  );
  expect(pages.length).toBeGreaterThan(60);
  expect([...parsed.keys()].sort()).toEqual(pages);
  expect([...new Set(dead)]).toEqual([]);
});

const TABS = 4;

/** One page of each kind, to run its scripts. */
const KINDS = pages.filter((path) =>
  /^\/$|protect-a-route|migrate-from-jose|threat-model|ERR_KEY_SET|jwt\/http$/.test(path),
);

describe('the built site, in a browser', () => {
  test('every page fits a phone and asks no other host', async () => {
    // The pages of error codes differ only in their text.
    const queue = pages.filter((path) => !path.startsWith('/errors/ERR_') || path === '/errors/ERR_KEY_SET');
    const tooWide: string[] = [];
    const openRest = async (): Promise<void> => {
      // Without scripts a page has its final layout, and is ready sooner.
      const page = await openPage({ viewport: { width: 390, height: 740 }, javaScriptEnabled: false });
      for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
        await page.goto(site.origin + path);
        if (Number(await page.evaluate('document.documentElement.scrollWidth')) > 390) tooWide.push(path);
      }
      await page.close();
    };
    await Promise.all(Array.from({ length: TABS }, openRest));
    expect(tooWide).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('a page of each kind runs its scripts without an error', async () => {
    expect(KINDS.length).toBe(6);
    const page = await openPage();
    for (const path of KINDS) {
      await page.goto(site.origin + path, { waitUntil: 'networkidle' });
      expect(await page.evaluate('document.querySelector("#app").__vue_app__ !== undefined')).toBe(true);
    }
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('the dark theme follows the switch, and stays', async () => {
    const page = await openPage();
    await page.goto(site.origin);
    const isDark = () => page.evaluate('document.documentElement.classList.contains("dark")');
    const before = await isDark();
    await page.locator('.VPSwitchAppearance').first().click();
    expect(await isDark()).toBe(!before);
    await page.reload();
    expect(await isDark()).toBe(!before);
    await page.close();
  });

  test('the first page leads to the common tasks', async () => {
    const page = await openPage();
    await page.goto(site.origin);
    const tasks = await page
      .locator('.VPFeature')
      .evaluateAll((cards) => cards.map((card) => card.getAttribute('href')));
    expect(tasks.length).toBe(12);
    await page.locator('.VPFeature', { hasText: 'Verify a webhook' }).click();
    await page.waitForURL(/verify-a-webhook/);
    await page.close();
  });

  test.each([
    { words: 'compareDigest', leadsTo: /reference\/@countersign\/core/ },
    { words: 'Keycloak', leadsTo: /use-an-identity-provider/ },
    { words: 'Django', leadsTo: /migrate-from-django|password/ },
  ])('the search finds "$words" without another host', async ({ words, leadsTo }) => {
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
});
