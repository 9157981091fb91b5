import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';

/** The console output of a built site in the browser. It includes errors and requests outside the site's folder. */
export async function printed(browser: Browser, site: string): Promise<readonly string[]> {
  const page = await browser.newPage();
  const lines: string[] = [];
  page.on('pageerror', (error) => lines.push(String(error)));
  await page.route('**', (route) => {
    const { pathname } = new URL(route.request().url());
    const file = join(site, pathname === '/' ? 'index.html' : pathname);
    if (existsSync(file)) return route.fulfill({ path: file });
    if (pathname === '/favicon.ico') return route.fulfill({ status: 204 });
    lines.push(`asked for ${route.request().url()}`);
    return route.abort();
  });
  const said = new Promise<void>((resolve) => {
    page.on('console', (message) => {
      lines.push(message.text());
      resolve();
    });
    page.on('pageerror', () => resolve());
  });
  // WebCrypto is there in a secure context only, which localhost is.
  await page.goto('http://localhost/');
  await said;
  await page.close();
  return lines;
}
