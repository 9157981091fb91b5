import { describe, expect, test } from 'vitest';
import { calibrate, hashPassword, identify, needsRehash, PasswordHasher, verifyPassword } from '../index.ts';

const pepper = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);

describe('PasswordHasher', () => {
  const hasher = new PasswordHasher();

  test('hashes with Argon2id at OWASP parameters, a new salt each time', async () => {
    const [one, other] = await Promise.all([hasher.hash('correct horse'), hasher.hash('correct horse')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(other);
    expect(await hasher.verify('correct horse', one)).toEqual({ valid: true, needsRehash: false });
    expect(await hasher.verify('Correct horse', one)).toEqual({ valid: false, needsRehash: false });
  });

  test.each([
    [{ algorithm: 'scrypt', cost: 2 ** 13, parallelization: 10 }, /^\$scrypt\$ln=13,r=8,p=10\$/],
    [{ algorithm: 'pbkdf2-sha256' }, /^\$pbkdf2-sha256\$600000\$/],
    [{ algorithm: 'pbkdf2-sha512' }, /^\$pbkdf2-sha512\$220000\$/],
    [{ algorithm: 'bcrypt', cost: 10 }, /^\$2b\$10\$/],
    [
      { algorithm: 'bcrypt-sha256', cost: 10 },
      /^\$bcrypt-sha256\$v=2,t=2b,r=10\$[./A-Za-z0-9]{22}\$[./A-Za-z0-9]{31}$/,
    ],
  ] as const)('hashes with %j when asked to', async (hash, pattern) => {
    const chosen = new PasswordHasher({ hash });
    const stored = await chosen.hash('correct horse');
    expect(stored).toMatch(pattern);
    expect(await chosen.verify('correct horse', stored)).toEqual({ valid: true, needsRehash: false });
    expect(await hasher.verify('correct horse', stored)).toMatchObject({ valid: true, needsRehash: true });
  });

  test.each([
    [{ algorithm: 'argon2id', memory: 8192, passes: 1 }, 'passes'],
    [{ algorithm: 'argon2id', memory: 1024 }, 'memory'],
    [{ algorithm: 'scrypt', cost: 2 ** 14 }, 'parallelization'],
    [{ algorithm: 'scrypt', cost: 100_000 }, 'cost'],
    [{ algorithm: 'pbkdf2-sha256', iterations: 1000 }, 'iterations'],
    [{ algorithm: 'bcrypt', cost: 4 }, 'cost'],
  ] as const)('refuses parameters below the floors: %j', (hash, argument) => {
    expect(() => new PasswordHasher({ hash })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument }),
    );
  });

  test('takes composed and decomposed letters, and any space, for the same', async () => {
    const stored = await hasher.hash('lètmein here');
    expect(await hasher.verify('le\u0300tmein\u00a0here', stored)).toMatchObject({ valid: true });
    expect(await hasher.verify('letmein here', stored)).toMatchObject({ valid: false });
  });

  test.each(['', 'x'.repeat(1025), 'half \ud800 a character'])(
    'refuses to hash what cannot be a password, and never verifies it',
    async (password) => {
      await expect(hasher.hash(password)).rejects.toMatchObject({ code: 'ERR_PASSWORD_UNUSABLE' });
      const stored = await hasher.hash('something else');
      expect(await hasher.verify(password, stored)).toMatchObject({ valid: false });
    },
  );

  test.each([
    ['too long', 'x'.repeat(1025), undefined],
    ['no text', 'half \ud800 a character', undefined],
    [
      'more than bcrypt takes',
      'x'.repeat(73),
      '$2b$10$CCCCCCCCCCCCCCCCCCCCC.r5gqJaIw/Et6H9KstP3pEKn0VB0g6zW',
    ],
  ])(
    'does the work of a verification for a password that is %s: the time would tell that the account exists',
    async (_name, password, legacy) => {
      const stored = legacy ?? (await hasher.hash('correct horse'));
      const verification = hasher.verify(password, stored);
      expect(hasher.load.running).toBe(1);
      expect(await verification).toMatchObject({ valid: false });
    },
  );

  test('dummyVerify is false and does the work of a verification', async () => {
    const small = new PasswordHasher({ concurrency: 1, queueLength: 1 });
    await small.dummyVerify('first makes the dummy');
    const working = small.dummyVerify('anything');
    await Promise.resolve();
    await Promise.resolve();
    expect(small.load.running).toBe(1);
    expect(await working).toBe(false);
  });
});

describe('bcrypt over a keyed digest', () => {
  const prehashing = new PasswordHasher({ hash: { algorithm: 'bcrypt-sha256', cost: 10 } });

  test.each([
    ['more than 72 bytes', 'x'.repeat(80), `${'x'.repeat(79)}y`],
    ['a NUL', 'before\0after', 'before\0other'],
  ])('takes a password of %s whole', async (_name, password, other) => {
    const stored = await prehashing.hash(password);
    expect(await prehashing.verify(password, stored)).toEqual({ valid: true, needsRehash: false });
    expect(await prehashing.verify(other, stored)).toEqual({ valid: false, needsRehash: false });
  });

  test('takes the first version and other costs for old', async () => {
    const stored = await prehashing.hash('correct horse');
    expect(needsRehash(stored, { hash: { algorithm: 'bcrypt-sha256', cost: 11 } })).toBe(true);
    expect(
      needsRehash(stored.replace('v=2,t=2b,r=10', '2b,10'), {
        hash: { algorithm: 'bcrypt-sha256', cost: 10 },
      }),
    ).toBe(true);
  });
});

describe('peppers', () => {
  const old = new PasswordHasher({ peppers: { current: '2025', keys: { '2025': pepper(1) } } });
  const both = new PasswordHasher({
    peppers: { current: '2026', keys: { '2025': pepper(1), '2026': pepper(2) } },
  });

  test('are named in the hash, and rotate at login', async () => {
    const stored = await old.hash('correct horse');
    expect(identify(stored)).toMatchObject({ scheme: 'argon2id', pepperId: '2025' });
    const { valid, needsRehash: isOld, rehashed = '' } = await both.verify('correct horse', stored);
    expect({ valid, isOld, pepperId: identify(rehashed)?.pepperId }).toEqual({
      valid: true,
      isOld: true,
      pepperId: '2026',
    });
  });

  test('are needed to verify', async () => {
    const stored = await old.hash('correct horse');
    await expect(new PasswordHasher().verify('correct horse', stored)).rejects.toMatchObject({
      code: 'ERR_HASH_MALFORMED',
    });
    const wrong = new PasswordHasher({ peppers: { current: '2025', keys: { '2025': pepper(9) } } });
    expect(await wrong.verify('correct horse', stored)).toMatchObject({ valid: false });
  });

  test('give what other software computes with the same secret', async () => {
    const secret = new TextEncoder().encode('pepper'.padEnd(32, '.'));
    const known = new PasswordHasher({ peppers: { current: 'k', keys: { k: secret } } });
    expect(await known.verify('hunter2', await known.hash('hunter2'))).toEqual({
      valid: true,
      needsRehash: false,
    });
  });

  test('must be long, and need Argon2id', () => {
    expect(() => new PasswordHasher({ peppers: { current: 'a', keys: { a: new Uint8Array(8) } } })).toThrow(
      /32 random bytes/,
    );
    expect(
      () =>
        new PasswordHasher({
          hash: { algorithm: 'bcrypt' },
          peppers: { current: 'a', keys: { a: pepper(1) } },
        }),
    ).toThrow(/argon2id/);
  });
});

describe('the queue', () => {
  test('refuses what is beyond its length at once, and works off the rest', async () => {
    const hasher = new PasswordHasher({ concurrency: 1, queueLength: 2 });
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => hasher.hash('correct horse')));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(2);
    expect(refused.map((outcome) => outcome.reason.code)).toEqual([
      'ERR_HASHING_OVERLOAD',
      'ERR_HASHING_OVERLOAD',
    ]);
    expect(hasher.load).toEqual({ running: 0, waiting: 0 });
  });

  test('gives up what waited too long', async () => {
    const hasher = new PasswordHasher({ concurrency: 1, queueLength: 2, queueTimeout: 0 });
    const outcomes = await Promise.allSettled([hasher.hash('correct horse'), hasher.hash('correct horse')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });
});

describe('wrapping a table of old digests', () => {
  test.each([
    [{ digest: 'sha1' }, '403e35a2b0243d40400af6bb358b5c546cddd981'],
    [
      { digest: 'md5', salt: { place: 'before', bytes: new TextEncoder().encode('seasalt') } },
      '3f86d0d3d465b7b458c231bf3555c0e3',
    ],
  ] as const)('hashes the digests of %j without the passwords, and verifies them', async (recipe, digest) => {
    const hasher = new PasswordHasher();
    const wrapped = await hasher.wrapDigest(digest, recipe);
    expect(wrapped).not.toContain(digest);
    const { valid, rehashed = '' } = await hasher.verify(
      recipe.digest === 'md5' ? 'lètmein' : 'letmein!',
      wrapped,
    );
    expect({ valid, scheme: valid ? identify(rehashed)?.scheme : undefined }).toEqual({
      valid: true,
      scheme: 'argon2id',
    });
    expect(await hasher.verify('something else', wrapped)).toMatchObject({ valid: false });
  });
});

describe('single functions', () => {
  test('hash and verify', async () => {
    const stored = await hashPassword('correct horse');
    expect(await verifyPassword('correct horse', stored)).toBe(true);
    expect(await verifyPassword('wrong horse', stored)).toBe(false);
    expect(needsRehash(stored)).toBe(false);
    expect(needsRehash('$2b$04$CCCCCCCCCCCCCCCCCCCCC.r5gqJaIw/Et6H9KstP3pEKn0VB0g6zW')).toBe(true);
  });

  test('identify says what a hash is', () => {
    expect(identify('$2y$12$CCCCCCCCCCCCCCCCCCCCC.r5gqJaIw/Et6H9KstP3pEKn0VB0g6zW')).toEqual({
      scheme: 'bcrypt',
      parameters: { cost: 12 },
      isWeak: false,
    });
    expect(identify('!')).toBeUndefined();
    expect(() => identify('what is this')).toThrow(expect.objectContaining({ code: 'ERR_HASH_MALFORMED' }));
  });

  test('calibrate never goes below the floor', async () => {
    const { hash, milliseconds } = await calibrate({ target: '1ms' });
    expect(hash).toEqual({ algorithm: 'argon2id', memory: 19_456, passes: 2, parallelism: 1 });
    expect(milliseconds).toBeGreaterThan(0);
  });
});
