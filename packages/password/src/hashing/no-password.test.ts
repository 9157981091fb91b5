import { expect, test } from 'vitest';
import { needsRehash, PasswordHasher } from '../index.ts';

const hasher = new PasswordHasher();

test.each([null, undefined, '', '!', '!kZ9f', '*', '*LK*'])(
  'an account whose hash is %j costs as much as a verification, and never verifies',
  async (encoded) => {
    const verifying = hasher.verify('anything', encoded);
    expect(hasher.load.running).toBe(1);
    expect(await verifying).toEqual({ valid: false, needsRehash: false });
    expect(await hasher.isValid('anything', encoded)).toBe(false);
    expect(hasher.needsRehash(encoded)).toBe(false);
    expect(needsRehash(encoded)).toBe(false);
  },
);

test('does not replace a stronger hash of other software', async () => {
  // npm argon2 0.45 with its defaults, for the password "password".
  const strong = await new PasswordHasher({
    hash: { algorithm: 'argon2id', memory: 65_536, passes: 3, parallelism: 4 },
  }).hash('password');
  const npm = strong.replace('m=65536,t=3,p=4', 'm=65536,p=4,t=3');
  expect(await hasher.verify('password', npm)).toEqual({ valid: true, needsRehash: false });
});

test('a new pepper keeps the cost of a stronger hash', async () => {
  const strong = await new PasswordHasher({ hash: { algorithm: 'argon2id', passes: 4 } }).hash('password');
  const peppered = new PasswordHasher({ peppers: { current: 'k', keys: { k: new Uint8Array(32).fill(1) } } });
  const { rehashed } = await peppered.verify('password', strong);
  expect(rehashed).toMatch(/^\$argon2id\$v=19\$m=19456,t=4,p=1,keyid=/);
});
