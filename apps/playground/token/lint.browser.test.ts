// @module-tag chromium
import { lint } from '@countersign/jwt';
import { expect } from 'vitest';
import { test } from '../testing/site.ts';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (header: object, claims: unknown, signature = 'c2lnbmF0dXJl'): string =>
  `${part(header)}.${part(claims)}.${signature}`;

const LONG_AGO = 1_500_000_000;

/** Tokens by description, with the key if it is known. */
const TOKENS: readonly (readonly [what: string, text: string, key: string])[] = [
  ['that lacks a little', token({ alg: 'EdDSA', typ: 'at+jwt', kid: '1' }, { iss: 'a', aud: 'b' }), ''],
  ['without a signature', token({ alg: 'none' }, { admin: true }, ''), ''],
  [
    'of an unknown algorithm, with embedded keys',
    token({ alg: 'XS1', jku: 'https://a.example', jwk: {} }, {}),
    '',
  ],
  [
    'with an odd key id and a generic type',
    token({ alg: 'RS256', typ: 'JWT', kid: "../x' OR 1" }, { exp: LONG_AGO }),
    '',
  ],
  [
    'with malformed dates',
    token({ alg: 'ES256' }, { exp: '1', nbf: LONG_AGO * 1000, iat: 4_000_000_000 }),
    '',
  ],
  [
    'with personal and sensitive claims',
    token({ alg: 'ES256' }, { email: 'a@b.example', password: 'x' }),
    '',
  ],
  ['with a guessable secret', token({ alg: 'HS256' }, { exp: LONG_AGO }), 'secret'],
  ['with a zero signature', token({ alg: 'ES256' }, {}, Buffer.alloc(64).toString('base64url')), ''],
  [
    'that names a member twice',
    `${part({ alg: 'HS256' })}.${Buffer.from('{"a":1,"a":2}').toString('base64url')}.AAAA`,
    '',
  ],
  ['with a payload of plain text', `${part({ alg: 'HS256' })}.bm90IEpTT04.AAAA`, ''],
];

test.for(TOKENS)('shows every finding of lint for a token %s', async ([, text, key], { visit, site }) => {
  const { page } = await visit(site);
  await page.locator('#source').fill(text);
  await page.locator('#key').fill(key);
  const expected = lint(text, key === '' ? {} : { key }).map(({ severity, message, id, source }) => [
    severity,
    message,
    `${id} · ${source}`,
  ]);
  expect(expected.length).toBeGreaterThan(0);
  const shown = async (): Promise<readonly unknown[]> =>
    page
      .locator('.finding')
      .evaluateAll((items) =>
        items.map((item) => [
          item.querySelector('strong')?.textContent?.toLowerCase(),
          item.querySelector('span')?.textContent,
          item.querySelector('.source')?.textContent,
        ]),
      );
  await expect.poll(async () => (await shown()).toSorted()).toEqual(expected.toSorted());
});
