import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { PATIENT, test } from '../testing/site.ts';

const WORKSPACE = join(import.meta.dirname, '../../../..');
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (header: object, claims: unknown, signature = 'c2lnbmF0dXJl'): string =>
  `${part(header)}.${part(claims)}.${signature}`;

interface Finding {
  readonly id: string;
  readonly severity: string;
  readonly message: string;
  readonly source: string;
}

/** What the command says of a token. It reads the token and the key as another program hands them over. */
function findingsOfCommand(text: string, key: string): readonly Finding[] {
  const command = ['--conditions=@countersign/source', 'apps/cli/src/main.ts', 'jwt', 'lint', '--json'];
  const { stdout } = spawnSync(
    process.execPath,
    [...command, ...(key === '' ? [] : ['--key-env', 'LINT_KEY'])],
    { cwd: WORKSPACE, input: text, env: { ...process.env, LINT_KEY: key }, encoding: 'utf8' },
  );
  return JSON.parse(stdout).findings;
}

const LONG_AGO = 1_500_000_000;

describe.each([
  ['that lacks a little', token({ alg: 'EdDSA', typ: 'at+jwt', kid: '1' }, { iss: 'a', aud: 'b' }), ''],
  ['without a signature', token({ alg: 'none' }, { admin: true }, ''), ''],
  [
    'of an unknown algorithm, with keys of its own',
    token({ alg: 'XS1', jku: 'https://a.example', jwk: {} }, {}),
    '',
  ],
  [
    'with an odd key id and a generic type',
    token({ alg: 'RS256', typ: 'JWT', kid: "../x' OR 1" }, { exp: LONG_AGO }),
    '',
  ],
  [
    'with dates that are none',
    token({ alg: 'ES256' }, { exp: '1', nbf: LONG_AGO * 1000, iat: 4_000_000_000 }),
    '',
  ],
  [
    'with personal and sensitive claims',
    token({ alg: 'ES256' }, { email: 'a@b.example', password: 'x' }),
    '',
  ],
  ['with a secret that is guessed at once', token({ alg: 'HS256' }, { exp: LONG_AGO }), 'secret'],
  ['with a zero signature', token({ alg: 'ES256' }, {}, Buffer.alloc(64).toString('base64url')), ''],
  [
    'that names a member twice',
    `${part({ alg: 'HS256' })}.${Buffer.from('{"a":1,"a":2}').toString('base64url')}.AAAA`,
    '',
  ],
  ['whose payload is no JSON', `${part({ alg: 'HS256' })}.bm90IEpTT04.AAAA`, ''],
])('a token %s', (_, text, key) => {
  test('is judged by the page as by the command', async ({ visit, site }) => {
    const { page } = await visit(site);
    await page.locator('#source').fill(text);
    await page.locator('#key').fill(key);
    const expected = findingsOfCommand(text, key).map(({ severity, message, id, source }) => [
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
    await expect.poll(async () => (await shown()).toSorted(), PATIENT).toEqual(expected.toSorted());
  });
});
