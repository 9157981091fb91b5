// @module-tag chromium
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { CONNECT_SOURCES, PAGES } from './pages.ts';
import { expectAccessible, expectFitsPhone } from './testing/accessible.ts';
import { test } from './testing/site.ts';

/** Brings a page into the state in which it shows most. */
async function fillIn(page: Page, name: string): Promise<void> {
  if (name === 'token') {
    await page.getByRole('button', { name: 'Show me an example' }).click();
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    await expect.poll(() => page.locator('.check').count()).toBeGreaterThan(0);
  }
  if (name === 'digest') await page.locator('#text').fill('Hash me now!');
  if (name === 'password') {
    await page.locator('#judged').fill('correct horse');
    await page.getByRole('button', { name: 'Django' }).click();
  }
  if (name === 'key-set') await page.locator('#address').fill('https://login.example.com');
  const closed = page.locator('details:not([open]) > summary:visible');
  while ((await closed.count()) > 0) await closed.first().click();
}

/** Marks everything that Tab should reach, and counts it: one of a group of radio buttons, and nothing that is hidden. */
const MARK_WHAT_TAKES_THE_FOCUS = `(() => {
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')];
  const inOrder = all.filter((element) =>
    element.checkVisibility() && !element.disabled &&
    (element.type !== 'radio' || element.checked || !document.querySelector('[name="' + element.name + '"]:checked')));
  inOrder.forEach((element, index) => { element.dataset.mark = index + ' ' + (element.id || element.textContent.trim()); });
  return inOrder.length;
})()`;

const FOCUSED = `(() => {
  const element = document.activeElement;
  if (!element?.dataset.mark) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  return { mark: element.dataset.mark, outline: outlineStyle === 'none' ? 0 : parseFloat(outlineWidth) };
})()`;

/** Connections that a script can try, by the address or name in the report of the policy. The global `refused` collects the reports. */
const ATTEMPTS: Readonly<Record<string, string>> = {
  'http://elsewhere.example/fetch': 'fetch(uri).catch(() => {})',
  'http://elsewhere.example/request':
    "const request = new XMLHttpRequest(); request.open('GET', uri); request.send()",
  'ws://elsewhere.example/socket': 'new WebSocket(uri)',
  'http://elsewhere.example/events': 'new EventSource(uri)',
  'http://elsewhere.example/beacon': "navigator.sendBeacon(uri, 'x')",
  'http://elsewhere.example/image': 'new Image().src = uri',
  'http://frame.example':
    "const frame = document.createElement('iframe'); frame.src = uri; document.body.append(frame)",
  'HTMLScriptElement src': "document.createElement('script').src = 'http://elsewhere.example/script'",
  'Element innerHTML': "document.createElement('div').innerHTML = '<b>x</b>'",
};

const ATTEMPT_ALL = `(() => {
  globalThis.refused = [];
  addEventListener('securitypolicyviolation', ({ blockedURI, sample }) => refused.push(sample.split('|')[0] || blockedURI));
  ${Object.entries(ATTEMPTS)
    .map(([uri, attempt]) => `try { const uri = ${JSON.stringify(uri)}; ${attempt}; } catch {}`)
    .join('\n')}
})()`;

describe.each(PAGES)('the $name page', ({ name, file, connects }) => {
  test('has nothing for axe to object to in either theme, and no sideways scroll on a phone or at 400 %', async ({
    visit,
    site,
  }) => {
    const { page } = await visit(`${site}/${file}`, { bypassCSP: true, colorScheme: 'light' });
    await fillIn(page, name);
    await expectAccessible(page, name);
    await expectFitsPhone(page, name);
  });

  test('is reached by Tab in every part, says where the focus is, and lets it go again', async ({
    visit,
    site,
  }) => {
    const { page } = await visit(`${site}/${file}`, { reducedMotion: 'reduce' });
    await fillIn(page, name);
    const wanted = await page.evaluate<number>(MARK_WHAT_TAKES_THE_FOCUS);
    const reached = new Set<string>();
    await page.locator('.skip').focus();
    for (const key of ['Tab', 'Shift+Tab']) await page.keyboard.press(key);
    for (let presses = 0; presses < wanted; presses++) {
      const focused = await page.evaluate<{ mark: string; outline: number } | null>(FOCUSED);
      if (!focused) break;
      expect(focused.outline, `the outline of ${focused.mark}`).toBeGreaterThanOrEqual(2);
      reached.add(focused.mark);
      await page.keyboard.press('Tab');
    }
    expect(wanted).toBeGreaterThan(5);
    expect(reached.size).toBe(wanted);
  });

  test('has the policy that it shows, and cannot connect elsewhere', async ({ visit, site }) => {
    const html = await (await fetch(`${site}/${file}`)).text();
    const text = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    const policy = new Map(
      text.split('; ').map((directive): [string, string] => {
        const [first = '', ...sources] = directive.split(' ');
        return [first, sources.join(' ')];
      }),
    );
    expect(policy.get('connect-src')).toBe(CONNECT_SOURCES[connects]);
    expect(policy.get('default-src')).toBe("'none'");
    expect(policy.get('script-src')).toMatch(/^'self'( 'wasm-unsafe-eval')?$/);
    expect(policy.get('require-trusted-types-for')).toBe("'script'");
    expect(text.replace("'wasm-unsafe-eval'", '')).not.toMatch(/unsafe/);
    const { page } = await visit(`${site}/${file}`);
    const shown = await page.locator('.promise code').textContent();
    expect(shown).toContain(CONNECT_SOURCES[connects].split(' ')[0]);
    await page.evaluate(ATTEMPT_ALL);
    await expect
      .poll(async () => (await page.evaluate<string[]>('refused')).sort())
      .toEqual(Object.keys(ATTEMPTS).sort());
    if (connects !== 'nowhere') return;
    expect(await page.evaluate("fetch('/').then(() => 'sent', () => 'refused')")).toBe('refused');
  });
});

test.for(['reduce', 'no-preference'] as const)(
  'moves nothing between pages for visitors that prefer reduced motion (%s)',
  async (reducedMotion, { newContext, site }) => {
    const page = await (await newContext({ reducedMotion })).newPage();
    const moves: unknown[] = [];
    await page.exposeFunction('moved', (moved: unknown) => moves.push(moved));
    await page.addInitScript(
      "addEventListener('pagereveal', ({ viewTransition }) => moved(Boolean(viewTransition)))",
    );
    await page.goto(site);
    await expect.poll(() => moves.length).toBe(1);
    const goRound = async (): Promise<void> => {
      const before = moves.length;
      for (const { file } of PAGES) {
        await page.locator(`nav a[href*="${file}"]`).click();
        await page.waitForURL(`${site}/${file}`);
        const animated = await page.evaluate(
          "[...document.querySelectorAll('*')].some((element) => getComputedStyle(element).animationName !== 'none')",
        );
        expect(animated).toBe(false);
      }
      await expect.poll(() => moves.length).toBe(before + PAGES.length);
    };
    // A page that is not cached, or slow, appears without a transition.
    await goRound();
    await goRound();
    const isReduced = reducedMotion === 'reduce';
    for (let round = 0; round < 10 && !isReduced && !moves.includes(true); round += 1) await goRound();
    expect(moves.includes(true)).toBe(!isReduced);
  },
);

test('the theme is kept from page to page in the address alone', async ({ visit, site }) => {
  const { page } = await visit(site, { colorScheme: 'light' });
  const background = (): Promise<unknown> =>
    page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
  const light = await background();
  for (const name of ['Theme: system', 'Theme: light']) await page.getByRole('button', { name }).click();
  const dark = await background();
  expect(dark).not.toBe(light);
  await page.getByRole('link', { name: 'Digest', exact: true }).click();
  await expect.poll(background).toBe(dark);
});

/** The line in which the focus is, and how far from its start. */
const PLACE_OF_FOCUS = `(() => {
  const { top, bottom, left } = document.activeElement.closest('.bar *').getBoundingClientRect();
  return [Math.round((top + bottom) / 20), left];
})()`;

test('Tab goes through the bar as it is read, however wide the window is', async ({ visit, site }) => {
  const { page } = await visit(site);
  for (const width of [320, 360, 390, 800, 1280]) {
    await page.setViewportSize({ width, height: 640 });
    await page.locator('.skip').focus();
    const places: (readonly [line: number, left: number])[] = [];
    for (let presses = 0; presses < 2 + PAGES.length; presses += 1) {
      await page.keyboard.press('Tab');
      places.push(await page.evaluate<readonly [number, number]>(PLACE_OF_FOCUS));
    }
    expect(places).toEqual(places.toSorted(([line, left], [other, right]) => line - other || left - right));
  }
});
