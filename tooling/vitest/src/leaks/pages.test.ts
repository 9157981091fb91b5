// @module-tag chromium
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../chromium/launch.ts';
import { allowShown, plant, takeLeaks } from './watch.ts';

// Pages that leak, each in one way. A script of theirs finds a secret as `secret`, which no document and no address has.

const SECRET = 'plenty of <purple> penguins';
const TOKEN = `csr_${'x'.repeat(43)}`;
const FORM = `{ method: 'POST', headers: { 'content-type': 'application/json' }`;
const LOGIN = `await fetch('/v1/login', ${FORM}, body: JSON.stringify({ email: 'alice@example.com', password: secret }) }).then((answer) => answer.text())`;
const ELEMENT = `const element = document.body.appendChild(document.createElement('p'))`;

let browser: Browser;
let origin: string;
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '', 'http://localhost');
  const isApi = pathname.startsWith('/v1/');
  response.setHeader('content-type', isApi ? 'application/json' : 'text/html');
  if (pathname === '/v1/header') response.setHeader('x-last', encodeURIComponent(SECRET));
  const answers: Readonly<Record<string, unknown>> = {
    '/v1/echo': { last: SECRET },
    '/v1/login': { access_token: TOKEN },
  };
  response.end(
    isApi ? JSON.stringify(answers[pathname] ?? {}) : '<!doctype html><title>A page</title><input>',
  );
});

beforeAll(async () => {
  browser = await launchChromium();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('It listens on a port.');
  origin = `http://127.0.0.1:${address.port}`;
});
afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
});

/** Opens a page, runs a script in it, and closes it. */
async function run(path: string, script: string): Promise<void> {
  const page = await browser.newPage();
  await page.goto(origin + path);
  await page.evaluate(`(async (secret) => { ${script} })(${JSON.stringify(SECRET)})`);
  await page.close();
}

test.each([
  ['shows a password', `${ELEMENT}; element.textContent = secret`, '/account shows'],
  [
    'shows one for a moment',
    `${ELEMENT}; element.textContent = secret; await 0; element.remove()`,
    '/account shows',
  ],
  [
    'shows one before it goes elsewhere',
    `document.title = secret; setTimeout(() => { location.href = '/next' })`,
    '/account shows',
  ],
  ['has one in an attribute', `${ELEMENT}; element.dataset.of = btoa(secret)`, '/account shows'],
  ['logs one', 'console.debug(1, secret)', '/account logs'],
  [
    'logs one in a worker',
    `const worker = new Worker(URL.createObjectURL(new Blob(['onmessage = ({ data }) => { console.log(data); postMessage(0) }'])));
    await new Promise((done) => { worker.onmessage = done; worker.postMessage(secret) })`,
    '/account logs',
  ],
  [
    'throws one',
    'setTimeout(() => { throw new Error(secret) }); await new Promise((done) => setTimeout(done, 50))',
    '/account throws',
  ],
  ['sends one in an address', `await fetch('/v1/me?of=' + encodeURIComponent(secret))`, '/account sends'],
  [
    'sends one as what it is not',
    `await fetch('/v1/me', ${FORM}, body: JSON.stringify({ label: secret }) })`,
    '/account sends',
  ],
  ['keeps one in its address', `history.replaceState(null, '', '#' + btoa(secret))`, '/account keeps'],
  ['keeps one in storage', 'sessionStorage.last = secret', '/account keeps'],
  ['keeps one in its history', 'history.replaceState({ secret }, null)', '/account keeps'],
])('a page that %s is heard', async (_what, script, where) => {
  plant(SECRET);
  await run('/account', script);
  const leaks = takeLeaks();
  expect(leaks.length).toBeGreaterThan(0);
  for (const leak of leaks) expect(leak).toEqual({ where: `the page ${where}`, secret: SECRET });
});

test('a page that shows one, and has gone elsewhere since, is heard', async () => {
  plant(SECRET);
  const page = await browser.newPage();
  await page.goto(`${origin}/account`);
  await page.evaluate(`document.title = ${JSON.stringify(SECRET)}`);
  await page.goto(`${origin}/elsewhere`);
  await page.close();
  expect(takeLeaks()).toContainEqual({ where: 'the page /account shows', secret: SECRET });
});

test.each([
  ['body', '/v1/echo', 'GET /v1/echo 200'],
  ['header', '/v1/header', 'GET /v1/header 200, headers'],
])('an answer to a page that repeats a password in its %s is heard', async (_part, path, where) => {
  await run('/account', `${LOGIN}; await (await fetch('${path}')).text()`);
  expect(takeLeaks()).toEqual([{ where, secret: SECRET }]);
});

test('a token that an answer handed to a page is a secret from then on', async () => {
  await run('/account', `${LOGIN}; ${ELEMENT}; element.textContent = '${TOKEN}'`);
  // The test names the token in its script, which is no part of the page.
  expect(new Set(takeLeaks().map(({ where, secret }) => `${where} ${secret}`))).toEqual(
    new Set([`the page /account shows ${TOKEN}`]),
  );
});

test('what a visitor types, and a page sends where it belongs, is no leak', async () => {
  const type = `document.querySelector('input').value = secret`;
  await run('/account', `${type}; ${LOGIN}`);
  expect(takeLeaks()).toEqual([]);
});

const HASH = `$argon2id$v=19$m=19456,t=2,p=1$${'c2Fs'.repeat(4)}$${'nf65'.repeat(8)}`;

test.each([
  ['/password', []],
  ['/account', [{ where: 'the page /account shows', secret: 'a stored password hash' }]],
])('a stored hash is what the page %s is there to show, or not', async (path, leaks) => {
  await run(path, `${ELEMENT}; element.textContent = '${HASH}'`);
  expect([...new Map(takeLeaks().map((leak) => [leak.where, leak])).values()]).toEqual(leaks);
});

test('but none of its business to log one', async () => {
  await run('/password', `console.log('${HASH}')`);
  expect(takeLeaks()).toEqual([{ where: 'the page /password logs', secret: 'a stored password hash' }]);
});

test('a page may show what it was asked to show, and may not log it', async () => {
  plant(SECRET);
  allowShown('/account', SECRET);
  await run('/account', `${ELEMENT}; element.textContent = secret; console.log(secret)`);
  expect(takeLeaks()).toEqual([{ where: 'the page /account logs', secret: SECRET }]);
});

test('a page that nobody closed is heard when its browser is closed', async () => {
  plant(SECRET);
  const another = await launchChromium();
  const page = await another.newPage();
  await page.goto(`${origin}/account`);
  await page.evaluate(`document.title = ${JSON.stringify(SECRET)}`);
  await another.close();
  expect(takeLeaks()).toContainEqual({ where: 'the page /account shows', secret: SECRET });
});

describe('a page that one test after the other uses', () => {
  let page: Page;
  test('keeps a secret at the end of the first', async () => {
    plant(SECRET);
    page = await browser.newPage();
    await page.goto(`${origin}/account`);
    await page.evaluate(`sessionStorage.setItem('last', ${JSON.stringify(SECRET)})`);
  });

  test('has been heard when the second takes it elsewhere', async () => {
    await page.goto('about:blank');
    await page.close();
    expect(takeLeaks()).toContainEqual({ where: 'the page /account keeps', secret: SECRET });
  });
});

test('an answer that comes while its page is closed fails nothing', async () => {
  for (let round = 0; round < 5; round += 1) {
    const page = await browser.newPage();
    await page.goto(`${origin}/account`);
    const answered = page.waitForEvent('requestfinished');
    await page.evaluate(`for (let n = 0; n < 20; n += 1) fetch('/v1/me').then((answer) => answer.text()); 0`);
    await answered;
    // As a browser that ends by itself: without waiting for what was said.
    await Reflect.apply(Object.getPrototypeOf(page).close, page, []);
  }
  expect(takeLeaks()).toEqual([]);
});
