// @module-tag chromium
import { brotliCompressSync } from 'node:zlib';
import { decodeUnverified, exportKey, generateKey, sign } from '@countersign/jwt';
import { fastestRun } from '@countersign/vitest-config/patience';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { expectAccessible, expectFitsPhone } from '../testing/accessible.ts';
import { expectOnlyText, HOSTILE } from '../testing/hostile.ts';
import { KEPT_NOTHING, kept, tabTo, takePicture, test } from '../testing/site.ts';
import { CLAIM_MEANINGS, HEADER_MEANINGS } from './meanings.ts';

const verdict = (page: Page): Promise<string | null> => page.locator('#verdict-title').textContent();
const check = (page: Page, name: string): Promise<string | null> =>
  page.locator('.check', { has: page.locator('code', { hasText: new RegExp(`^${name}$`) }) }).textContent();
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The first verification waits until the test calls `release`, and answers afterwards. */
const SLOW_FIRST_VERIFICATION = `(() => {
  const verify = SubtleCrypto.prototype.verify;
  let isFirst = true;
  SubtleCrypto.prototype.verify = async function (...values) {
    const answer = await verify.apply(this, values);
    if (!isFirst) return answer;
    isFirst = false;
    await new Promise((resolve) => { globalThis.release = () => { resolve(); return new Promise((done) => setTimeout(done, 50)); }; });
    return answer;
  };
})()`;
const forge = (header: object, claims: unknown): string => `${part(header)}.${part(claims)}.c2lnbmF0dXJl`;

describe('the token page', () => {
  test('reads a token out of a header line, and says that it is not verified', async ({ visit, site }) => {
    const { page, errors } = await visit(site);
    const now = Math.floor(Date.now() / 1000);
    const token = forge(
      { alg: 'RS256', typ: 'JWT', kid: '7' },
      { sub: 'ann', exp: now - 180, iat: now - 3780 },
    );
    await page.locator('#source').fill(`Authorization: Bearer ${token}`);
    expect(await verdict(page)).toBe('Decoded, not verified');
    expect(await page.locator('#found').textContent()).toContain('22 characters around it');
    expect(await page.locator('.part code').allTextContents()).toEqual(token.split('.'));
    const expiry = page.locator('#claims tr', { hasText: 'exp' });
    expect(await expiry.textContent()).toMatch(/expired 3 minutes( \d+ seconds?)? ago/);
    expect(await expiry.locator('time').getAttribute('datetime')).toBe(
      new Date((now - 180) * 1000).toISOString().replace('.000Z', 'Z'),
    );
    expect(await page.locator('#findings').textContent()).toContain('generic-type');
    const before = await expiry.textContent();
    await expect.poll(() => expiry.textContent()).not.toBe(before);
    expect(errors).toEqual([]);
  });

  test('signs in the browser what verifies outside it, and the other way round', async ({ visit, site }) => {
    const { page, errors } = await visit(site);
    for (const algorithm of ['HS256', 'RS256', 'PS256', 'ES256', 'ES384', 'ES512', 'Ed25519'] as const) {
      const made = await generateKey(algorithm);
      const [signing, verifying] =
        'privateKey' in made
          ? await Promise.all([exportKey(made.privateKey, 'pem'), exportKey(made.publicKey, 'pem')])
          : [JSON.stringify(await exportKey(made, 'jwk')), JSON.stringify(await exportKey(made, 'jwk'))];
      const token = await sign({ sub: 'ann' }, 'privateKey' in made ? made.privateKey : made, {
        algorithm,
      });
      await page.locator('#source').fill(token);
      await page.locator('#key').fill(verifying);
      await expect.poll(() => verdict(page)).toBe('Verified');

      await page.locator('#edited').fill('{"sub":"bob","admin":true}');
      await page.locator('#sign-algorithm').selectOption(algorithm);
      await page.locator('#sign-key').fill(signing);
      await page.getByRole('button', { name: 'Sign', exact: true }).click();
      await expect
        .poll(async () => decodeUnverified(await page.locator('#token').inputValue()).claims)
        .toEqual({ sub: 'bob', admin: true });
      await expect.poll(() => verdict(page)).toBe('Verified');
      await page.getByRole('button', { name: 'Clear' }).click();
    }
    expect(errors).toEqual([]);
  });

  test('makes an example with a throw-away key, and shows that a changed claim fails', async ({
    visit,
    site,
  }) => {
    const { page, errors } = await visit(site);
    await page.getByRole('button', { name: 'Show me an example' }).click();
    await expect.poll(() => verdict(page)).toBe('Verified');
    expect(await page.locator('#expiry').textContent()).toMatch(/^It expires in/);
    await takePicture(page, 'token-verified');
    await page.locator('#issuer').fill('https://elsewhere.example');
    await expect.poll(() => verdict(page)).toBe('Rejected');
    expect(await check(page, 'iss')).toContain('Failed');
    await page.getByRole('button', { name: 'Tamper and verify' }).click();
    await expect.poll(() => verdict(page)).toBe('Not valid');
    expect(await check(page, 'signature')).toContain('Failed');
    expect(await page.locator('#claims').textContent()).toContain('somebody-else');
    expect(errors).toEqual([]);
  });

  test('drops an answer for an earlier token that arrives late', async ({ visit, site }) => {
    const { page, errors } = await visit(site);
    const { privateKey, publicKey } = await generateKey('ES256');
    const token = await sign({ sub: 'ann' }, privateKey, { algorithm: 'ES256' });
    await page.evaluate(SLOW_FIRST_VERIFICATION);
    await page.locator('#key').fill(await exportKey(publicKey, 'pem'));
    await page.locator('#source').fill(token);
    await expect.poll(() => page.evaluate('typeof release')).toBe('function');
    await page.locator('#source').fill(token.replace(/\.[^.]*\./, `.${part({ sub: 'bob' })}.`));
    await expect.poll(() => verdict(page)).toBe('Not valid');
    await page.evaluate('release()');
    expect(await verdict(page)).toBe('Not valid');
    expect(errors).toEqual([]);
  });

  test('offers to allow a short key, and says that the signature was not checked', async ({
    visit,
    site,
  }) => {
    const { page } = await visit(site);
    const token = await sign({ sub: 'ann' }, 'secret', { algorithm: 'HS256', allowWeakKey: true });
    await page.locator('#source').fill(token);
    await page.locator('#key').fill('secret');
    await expect.poll(() => verdict(page)).toBe('Key not usable');
    expect(await page.locator('#verdict-text').textContent()).toContain('not checked');
    await page.getByRole('button', { name: 'Allow here' }).click();
    await expect.poll(() => verdict(page)).toBe('Verified');
    expect(await page.locator('#allow-row').isVisible()).toBe(false);
  });

  test('explains unreadable text, and keeps it', async ({ visit, site }) => {
    const { page, errors } = await visit(site);
    const source = page.locator('#source');
    for (const [text, found] of [
      ['no token in here', 'No JWT was found'],
      [`${part({ alg: 'HS256' })}.${part({ a: 1 })}`, 'two parts'],
      [forge({ alg: 'dir', enc: 'A256GCM' }, {}).concat('.a.b'), 'An encrypted token'],
    ] as const) {
      await source.fill(text);
      expect(await page.locator('#found').textContent()).toContain(found);
      expect(await source.inputValue()).toBe(text);
    }
    expect(await verdict(page)).toBe('Encrypted');
    await source.fill(`${part({ alg: 'HS256' })}.bm90IEpTT04.AAAB`);
    expect(await page.locator('#claims').textContent()).toContain('This is not JSON.');
    expect(await page.locator('#findings').textContent()).toContain('malformed');
    await page.locator('#edited').fill('{"a": }');
    await page.getByRole('button', { name: 'Sign', exact: true }).click();
    expect(await page.locator('#signed').textContent()).toContain('not JSON');
    expect(await page.locator('#edited').inputValue()).toBe('{"a": }');
    expect(errors).toEqual([]);
  });

  test('rejects a megabyte immediately as too long', async ({ visit, site }) => {
    const { page } = await visit(site);
    await page.evaluate("document.getElementById('source').value = 'eyJhbGciOiJIUzI1NiJ9.'.repeat(50_000)");
    const input = (): Promise<boolean> =>
      page.evaluate("document.getElementById('source').dispatchEvent(new Event('input', { bubbles: true }))");
    const milliseconds = await fastestRun(200, input);
    expect(await page.locator('#found').textContent()).toMatch(/^Too long: 1,050,000 characters/);
    expect(milliseconds).toBeLessThan(200);
  });

  test('opens the token inside a token, and chooses among several', async ({ visit, site }) => {
    const { page } = await visit(site);
    const inner = forge({ alg: 'HS256' }, { sub: 'inner' });
    const outer = `${part({ alg: 'HS256', cty: 'JWT' })}.${Buffer.from(inner).toString('base64url')}.AAAA`;
    await page
      .locator('#source')
      .fill(JSON.stringify({ a: forge({ alg: 'HS256' }, { sub: 'first' }), b: outer }));
    expect(await page.locator('#claims').textContent()).toContain('first');
    await page.locator('#which').selectOption('2 of 2');
    await page.getByRole('button', { name: 'Open the token inside' }).click();
    expect(await page.locator('#source').inputValue()).toBe(inner);
  });

  test('verifies while typing, with a key in any form', async ({ visit, site }) => {
    const { page, errors } = await visit(site);
    const secret = 'a secret that is long enough, with 32 bytes';
    const { privateKey, publicKey } = await generateKey('ES256', { keyId: 'one' });
    const jwk = await exportKey(publicKey, 'jwk');
    const tokens = {
      HS256: await sign({ sub: 'ann' }, secret, { algorithm: 'HS256' }),
      ES256: await sign({ sub: 'ann' }, privateKey, { algorithm: 'ES256' }),
    };
    for (const [algorithm, key, kind, encoding] of [
      ['HS256', secret, 'HMAC secret', 'text'],
      ['HS256', Buffer.from(secret).toString('hex'), 'HMAC secret', 'hex'],
      ['HS256', Buffer.from(secret).toString('base64'), 'HMAC secret', 'base64'],
      ['ES256', await exportKey(publicKey, 'pem'), 'PEM', undefined],
      ['ES256', await exportKey(privateKey, 'pem'), 'PEM', undefined],
      ['ES256', await exportKey(publicKey, 'openssh'), 'OpenSSH', undefined],
      ['ES256', JSON.stringify(jwk), 'a JWK.', undefined],
      ['ES256', JSON.stringify({ keys: [jwk] }), 'JWK set', undefined],
    ] as const) {
      await page.locator('#source').fill(tokens[algorithm]);
      await page.locator('#key').fill(key);
      expect(await page.locator('#key-kind').textContent()).toContain(kind);
      if (encoding) await page.locator('#secret-encoding').selectOption(encoding);
      await expect.poll(() => verdict(page)).toBe('Verified');
    }
    expect(errors).toEqual([]);
  });

  test('accepts a fragment that is not a URL', async ({ visit, site }) => {
    const { page, errors } = await visit(`${site}/#token=%zz.b.c`);
    expect(await page.locator('#found').textContent()).toContain('No JWT was found');
    expect(errors).toEqual([]);
  });

  test('gives axe nothing to object to in a token with every fault, and scrolls nowhere sideways', async ({
    visit,
    site,
  }) => {
    const { page } = await visit(site, { bypassCSP: true });
    await page
      .locator('#source')
      .fill(
        forge(
          { alg: 'none', jku: 'https://a.example', crit: ['x'] },
          { exp: '1', email: 'a@b.example', nested: { long: 'x'.repeat(400) } },
        ),
      );
    await page.locator('#key').fill('secret');
    await expect.poll(() => verdict(page)).toBe('Key not usable');
    await expectAccessible(page, 'token-faulty');
    await expectFitsPhone(page, 'token-faulty');
  });

  test('takes a token from the fragment out of the address, and keeps nothing', async ({ visit, site }) => {
    const token = forge({ alg: 'HS256' }, { sub: 'fragment' });
    const { page, errors } = await visit(`${site}/#token=${token}`);
    expect(await page.locator('#claims').textContent()).toContain('fragment');
    expect(await verdict(page)).toBe('Decoded, not verified');
    expect(errors).toEqual([]);
    expect(page.url()).toBe(`${site}/`);
    expect(await kept(page)).toEqual(KEPT_NOTHING);
    await page.getByRole('link', { name: 'Digest' }).click();
    await page.goBack();
    await expect.poll(() => page.locator('#source').inputValue()).toBe('');
    expect(await kept(page)).toEqual(KEPT_NOTHING);
  });
});

test('shows hostile text in every place of a token as text', async ({ visit, site }) => {
  const { page, errors, requests } = await visit(site);
  await page.getByText('The same in your code').click();
  for (const text of HOSTILE) {
    const own = Object.fromEntries([...CLAIM_MEANINGS.keys()].map((name) => [name, text]));
    const claims = JSON.stringify({ ...own, nested: { [text]: [text] } }).replace(
      '{',
      `{${JSON.stringify(text)}:1,`,
    );
    const header = {
      ...Object.fromEntries(
        [...HEADER_MEANINGS.keys()].filter((name) => name !== 'enc').map((name) => [name, text]),
      ),
      crit: [text],
      [text]: { [text]: text },
    };
    await page
      .locator('#source')
      .fill(`${part(header)}.${Buffer.from(claims).toString('base64url')}.${part(text)}`);
    await page.locator('#key').fill(text);
    await page.evaluate(
      `for (const id of ['issuer', 'audience', 'type']) { const field = document.getElementById(id); field.value = ${JSON.stringify(text)}; field.dispatchEvent(new Event('input', { bubbles: true })); }`,
    );
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    await page.locator('#edited').fill(claims);
    await page.locator('#sign-key').fill(text);
    await page.getByRole('button', { name: 'Sign', exact: true }).click();
    const shown = await page.locator('#claims').textContent();
    expect(shown).toContain(text);
    expect(await page.locator('#header').textContent()).toContain(text);
  }
  await expectOnlyText(page);
  expect(errors).toEqual([]);
  expect(requests).toEqual([]);
});

test('makes no request for anything that a token names, nor for anything else', async ({ visit, site }) => {
  const { page, errors, requests } = await visit(site);
  const elsewhere = `${site}/keys.json`;
  const header = {
    alg: 'RS256',
    jku: elsewhere,
    x5u: elsewhere,
    jwk: { kty: 'RSA', n: 'AQAB', e: 'AQAB' },
    x5c: ['AAAA'],
  };
  await page.locator('#source').fill(forge(header, { iss: site, exp: 1 }));
  expect(await page.locator('#findings').textContent()).toContain('embedded-key');
  await page.locator('#key').fill(JSON.stringify({ keys: [] }));
  await expect.poll(() => verdict(page)).toBe('Key not usable');
  await page.getByRole('button', { name: 'Show me an example' }).click();
  await expect.poll(() => page.locator('#found').textContent()).toContain('signed token');
  await page.getByRole('button', { name: 'Sign', exact: true }).click();
  await expect.poll(() => page.locator('#signed').textContent()).toContain('Signed.');
  expect(requests).toEqual([]);
  expect(errors).toEqual([]);
  await expect(
    page.evaluate(`fetch(${JSON.stringify(site)}).then(() => 'sent', () => 'refused')`),
  ).resolves.toBe('refused');
});

test('weighs less than 60 kB compressed, with all that it loads', async ({ newContext, site }) => {
  const page = await (await newContext()).newPage();
  const bodies: Promise<Buffer>[] = [];
  page.on('response', (response) => bodies.push(response.body()));
  await page.goto(site, { waitUntil: 'networkidle' });
  const sizes = (await Promise.all(bodies)).map((body) => brotliCompressSync(body).length);
  expect(sizes.length).toBeGreaterThan(2);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(60_000);
});

test('is used by the keyboard alone', async ({ visit, site }) => {
  const { page } = await visit(site);
  await tabTo(page, 'source');
  await page.keyboard.type(forge({ alg: 'HS256', typ: 'JWT' }, { sub: 'ann' }));
  await expect.poll(() => verdict(page)).toBe('Decoded, not verified');
  await tabTo(page, 'example');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('#claims').textContent()).toContain('user-42');
  await tabTo(page, 'tamper');
  await page.keyboard.press('Space');
  await expect.poll(() => verdict(page)).toBe('Not valid');
  await tabTo(page, 'edited');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('{"sub":"typed"}');
  await page.keyboard.press('Tab');
  await tabTo(page, 'sign-type');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('#claims').textContent()).toContain('typed');
});
