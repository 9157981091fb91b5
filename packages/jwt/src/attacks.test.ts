import { fastestRun } from '@countersign/vitest-config/patience';
import { describe, expect, test } from 'vitest';
import { decodeUnverified, verify } from './index.ts';
import { verifySync } from './node.ts';
import { ATTACKS } from './testing/attacks/all.ts';
import { rs, rsa } from './testing/attacks/attack.ts';
import { codeOf } from './testing/code-of.ts';
import { forge, SECRET } from './testing/forge.ts';

// One row for each published attack on a verifier of signed tokens. Attacks on fetched key sets are in
// key-sets/remote.test.ts, and those on imported keys in keys/keys.test.ts.

/** No attack takes longer. */
const MOST_MILLISECONDS = 50;

describe('every attack ends in its error immediately', () => {
  test.each(Object.entries(ATTACKS))('%s', async (_name, attack) => {
    const { token, key = SECRET, algorithms = ['HS256'], rules = {}, code } = attack;
    const attacked = async (): Promise<void> =>
      expect(await codeOf(() => verify(token, key, { ...rules, algorithms }))).toBe(code);
    expect(await fastestRun(MOST_MILLISECONDS, attacked)).toBeLessThan(MOST_MILLISECONDS);
    expect(await codeOf(() => verifySync(token, key, { ...rules, algorithms }))).toBe(code);
  });
});

test('attacks on text and header are refused where nothing is verified, too', async () => {
  for (const [name, { token, code, rules }] of Object.entries(ATTACKS)) {
    if (code !== 'ERR_TOKEN_MALFORMED' || rules !== undefined) continue;
    expect([name, await codeOf(() => decodeUnverified(token))]).toEqual([name, code]);
  }
});

test('a claim named constructor leaves every other object alone', async () => {
  await verify(forge('{"constructor":{"prototype":{"polluted":true}}}'), SECRET, { algorithms: ['HS256'] });
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
});

test('the tokens that the attacks started from are accepted', async () => {
  expect(await verify(forge({ id: 1 }), SECRET, { algorithms: ['HS256'] })).toEqual({ id: 1 });
  expect(await verify(rs({ alg: 'RS256' }), rsa.publicKey, { algorithms: ['RS256'] })).toEqual({
    admin: true,
  });
});
