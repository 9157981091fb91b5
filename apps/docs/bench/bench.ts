// The cost of the built site: compressed kilobytes of a page, and the time that a browser needs for it, next to an empty page.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { inTurns, markdownTable, median } from '@countersign/bench';
import { launchChromium } from '@countersign/vitest-config/chromium';
import { fileOf, serveSite } from '../src/site.ts';

const PAGES = {
  'an empty page': '/logo.svg',
  'the first page': '/',
  'a guide': '/guides/sign-and-verify',
  'the longest reference': '/reference/@countersign/jwt',
} as const;
const ROUNDS = 5;

const site = await serveSite();
const browser = await launchChromium();
try {
  const kilobytes = new Map<string, number>();
  /** Opens a page with nothing in the browser's cache, and notes what it asks for. */
  const load = async (name: string, path: string): Promise<number> => {
    const page = await browser.newPage();
    const asked = new Set<string>();
    page.on('request', (request) => asked.add(new URL(request.url()).pathname));
    const started = performance.now();
    await page.goto(site.origin + path, { waitUntil: 'load' });
    const took = performance.now() - started;
    await page.close();
    const files = [...asked].flatMap((pathname) => fileOf(pathname) ?? []);
    const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
    kilobytes.set(name, bytes / 1000);
    return took;
  };
  const contenders = Object.fromEntries(
    Object.entries(PAGES).map(([name, path]) => [name, () => load(name, path)]),
  );
  const took = await inTurns(contenders, ROUNDS, median);
  const rows = [...took].map(([name, milliseconds]) => [
    name,
    (kilobytes.get(name) ?? 0).toFixed(0),
    milliseconds.toFixed(0),
  ]);
  process.stdout.write(`${markdownTable(['page', 'kB', 'ms until loaded'], rows)}\n`);
} finally {
  await browser.close();
  await site.stop();
}
