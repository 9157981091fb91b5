// @module-tag chromium
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportKey, generateKey, sign } from '@countersign/jwt';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { expectAccessible, expectFitsPhone } from '../testing/accessible.ts';
import { expectOnlyText, HOSTILE } from '../testing/hostile.ts';
import { test as base, KEPT_NOTHING, kept, tabTo } from '../testing/site.ts';

interface Seen {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** An issuer on another origin: its answers, and the requests that it receives. */
// biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern which fixtures come first
const test = base.extend('issuer', async ({}, { onCleanup }) => {
  const seen: Seen[] = [];
  let answer: RequestListener = (_, response) => response.end();
  const server = createServer((request, response) => {
    seen.push({ url: request.url ?? '', headers: request.headers });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onCleanup(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    answers(documents: Readonly<Record<string, unknown>>): void {
      answer = (request, response) => {
        const document = documents[request.url ?? ''];
        response.setHeader('access-control-allow-origin', '*');
        response.statusCode = document === undefined ? 404 : 200;
        response.end(JSON.stringify(document ?? {}));
      };
    },
    behaves(listener: RequestListener): void {
      answer = listener;
    },
  };
});

const fetchIt = (page: Page): Promise<void> => page.getByRole('button', { name: 'Fetch it' }).click();
const status = (page: Page): Promise<string | null> => page.locator('#status').textContent();
const firstCheck = (page: Page): Promise<string | null> => page.locator('#checks > li').first().textContent();

test('verifies a token with the keys that it fetches, by the issuer’s algorithm', async ({
  visit,
  site,
  issuer,
}) => {
  const { privateKey, publicKey } = await generateKey('Ed25519', { keyId: 'one' });
  issuer.answers({ '/jwks.json': { keys: [await exportKey(publicKey, 'jwk')] } });
  const token = await sign({ aud: 'api' }, privateKey, { algorithm: 'Ed25519' });
  const { page, errors, requests } = await visit(`${site}/key-set.html`, { bypassCSP: true });
  await page.locator('#address').fill(`${issuer.url}/jwks.json`);
  await fetchIt(page);
  await expect.poll(() => status(page)).toBe('Fetched.');
  await page.locator('#token').fill(`Bearer ${token}`);
  expect(await page.locator('#algorithm').inputValue()).toBe('Ed25519');
  await page.locator('#audience').fill('api');
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect.poll(() => firstCheck(page)).toBe('Verified');
  await page.locator('#audience').fill('https://elsewhere.example');
  expect(await page.locator('#checks > li').count()).toBe(0);
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect.poll(() => firstCheck(page)).toBe('Rejected');
  expect(requests).toEqual([`${issuer.url}/jwks.json`]);
  await expectAccessible(page, 'key-set-fetched');
  await expectFitsPhone(page, 'key-set-fetched');
  expect([errors, await kept(page)]).toEqual([[], KEPT_NOTHING]);
});

test('finds the keys of an issuer through its metadata, asks before each fetch, and tells the issuer nothing', async ({
  visit,
  site,
  issuer,
}) => {
  const { privateKey, publicKey } = await generateKey('RS256', { keyId: 'one' });
  const jwk = await exportKey(publicKey, 'jwk');
  issuer.answers({
    '/.well-known/openid-configuration': { issuer: issuer.url, jwks_uri: `${issuer.url}/oauth/keys` },
    '/oauth/keys': { keys: [jwk] },
  });
  const { page, errors, requests } = await visit(`${site}/key-set.html`);
  await tabTo(page, 'address');
  await page.keyboard.type(issuer.url);
  expect(issuer.seen).toEqual([]);
  await tabTo(page, 'fetch');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('#address').inputValue()).toBe(`${issuer.url}/oauth/keys`);
  expect(issuer.seen.map(({ url }) => url)).toEqual(['/.well-known/openid-configuration']);
  await page.keyboard.press('Enter');
  await expect.poll(() => status(page)).toBe('Fetched.');
  expect(await page.locator('#keys tbody').textContent()).toContain('one');
  expect(requests).toEqual([`${issuer.url}/.well-known/openid-configuration`, `${issuer.url}/oauth/keys`]);
  for (const { headers } of issuer.seen) {
    expect(headers.cookie).toBeUndefined();
    expect(headers.referer).toBeUndefined();
  }
  await tabTo(page, 'token');
  await page.keyboard.insertText(await sign({ sub: 'ann' }, privateKey, { algorithm: 'RS256' }));
  await tabTo(page, 'audience');
  await page.keyboard.press('Enter');
  await expect.poll(() => firstCheck(page)).toBe('Verified');
  expect(requests).toHaveLength(2);
  expect(errors).toEqual([]);
});

test.for<[string, RequestListener, RegExp]>([
  ['has no keys there', (_, response) => response.writeHead(404, CORS).end(), /answered 404/],
  ['does not let other sites read them', (_, response) => response.end('{"keys":[]}'), /could not fetch it/],
  [
    'redirects',
    (_, response) => response.writeHead(302, { ...CORS, location: '/else' }).end(),
    /could not fetch it/,
  ],
  ['answers with HTML', (_, response) => response.writeHead(200, CORS).end('<html>'), /not a JSON object/],
  ['answers with no key set', (_, response) => response.writeHead(200, CORS).end('{"a":1}'), /keys/],
  [
    'answers with megabytes',
    (_, response) => response.writeHead(200, CORS).end(`{"keys":"${'x'.repeat(600_000)}"}`),
    /too long/,
  ],
])('explains the failure when an issuer %s', async ([, listener, expected], { visit, site, issuer }) => {
  issuer.behaves(listener);
  const { page } = await visit(`${site}/key-set.html`);
  await page.locator('#address').fill(`${issuer.url}/jwks.json`);
  await fetchIt(page);
  await expect.poll(() => status(page)).toMatch(expected);
  expect(await page.locator('#keys').textContent()).toContain('None fetched yet');
});

test('shows what a hostile issuer answers as text', async ({ visit, site, issuer }) => {
  const keys = HOSTILE.map((text) => ({ kty: text, kid: text, alg: text, use: text, crv: text, x: text }));
  issuer.answers({ '/jwks.json': { keys } });
  const { page, errors } = await visit(`${site}/key-set.html`);
  await page.locator('#address').fill(`${issuer.url}/jwks.json`);
  await fetchIt(page);
  await expect.poll(() => page.locator('#keys tbody tr').count()).toBe(HOSTILE.length);
  expect(await page.locator('#keys').textContent()).toContain(HOSTILE[0]);
  await expectOnlyText(page);
  expect(errors).toEqual([]);
});

const CORS = { 'access-control-allow-origin': '*' };
