import { describe, expect, test, vi } from 'vitest';
import { runtime } from '#runtime';
import { needsRehash, PasswordHasher } from '../index.ts';

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

  test.each([
    { algorithm: 'argon2id' },
    { algorithm: 'scrypt', cost: 2 ** 13, parallelization: 10 },
    { algorithm: 'pbkdf2-sha256' },
    { algorithm: 'pbkdf2-sha512' },
    { algorithm: 'bcrypt', cost: 10 },
    { algorithm: 'bcrypt-sha256', cost: 10 },
  ] as const)(
    'dummyVerify is false under %j, and does the work of a verification from the first time on',
    async (hash) => {
      const chosen = new PasswordHasher({ hash, concurrency: 1 });
      for (const password of ['anything', 'x'.repeat(80), 'x'.repeat(2000), '']) {
        const working = chosen.dummyVerify(password);
        expect(chosen.load).toEqual({ running: 1, waiting: 0 });
        expect(await working).toBe(false);
      }
      expect(chosen.load).toEqual({ running: 0, waiting: 0 });
    },
  );

  test('an account without a password costs as much', async () => {
    const working = hasher.verify('anything', '!');
    expect(hasher.load.running).toBe(1);
    expect(await working).toEqual({ valid: false, needsRehash: false });
  });

  test('isValid is the answer alone, and makes no new hash', async () => {
    const old = '$2b$04$CCCCCCCCCCCCCCCCCCCCC.r5gqJaIw/Et6H9KstP3pEKn0VB0g6zW';
    expect(await hasher.isValid('pässwörd', old)).toBe(true);
    expect(await hasher.isValid('passwort', old)).toBe(false);
  });

  test('needsRehash reads every format, and weak ones only if they are accepted', () => {
    expect(
      hasher.needsRehash(`$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$${'A'.repeat(43)}`),
    ).toBe(false);
    expect(hasher.needsRehash('$2b$04$CCCCCCCCCCCCCCCCCCCCC.r5gqJaIw/Et6H9KstP3pEKn0VB0g6zW')).toBe(true);
    const weak = 'md5$seasalt$3f86d0d3d465b7b458c231bf3555c0e3';
    expect(() => hasher.needsRehash(weak)).toThrow(expect.objectContaining({ code: 'ERR_HASH_MALFORMED' }));
    expect(new PasswordHasher({ acceptWeak: ['django-digests'] }).needsRehash(weak)).toBe(true);
    expect(needsRehash(weak)).toBe(true);
  });

  test.each([
    [{ normalizer: 'nfd' }, 'normalizer'],
    [{ normalizer: 'toString' }, 'normalizer'],
    [{ legacyNormalizers: 'none' }, 'legacyNormalizers'],
    [{ legacyNormalizers: ['nfd'] }, 'legacyNormalizers'],
    [{ legacyTruncation: 'cut' }, 'legacyTruncation'],
    [{ maxPasswordBytes: 63 }, 'maxPasswordBytes'],
    [{ maxPasswordBytes: 4097 }, 'maxPasswordBytes'],
    [{ acceptWeak: ['md5'] }, 'acceptWeak'],
    [{ concurrency: 0 }, 'concurrency'],
    [{ concurrency: 1025 }, 'concurrency'],
    [{ queueLength: -1 }, 'queueLength'],
    [{ queueLength: 1_000_001 }, 'queueLength'],
    [{ queueTimeout: 'soon' }, 'queueTimeout'],
    [{ queueTimeout: '25d' }, 'queueTimeout'],
    [{ queueTimeout: -1 }, 'queueTimeout'],
    [{ legacyVerifiers: [{ name: 'x' }] }, 'accepts'],
    [{ limits: { bcryptCost: 0 } }, 'bcryptCost'],
    [{ pepper: 'misspelt' }, 'pepper'],
    [null, 'policy'],
  ])('refuses the policy %j and names the option', (policy, argument) => {
    // @ts-expect-error wrong on purpose
    expect(() => new PasswordHasher(policy)).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_ARGUMENT',
        argument,
      }),
    );
  });

  const CUT = '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui';
  const LONG = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72';
  test.each([
    [{}, false],
    [{ legacyTruncation: 'reject' }, false],
    [{ legacyTruncation: 'truncate' }, true],
    [{ legacyTruncation: 'sha512' }, false],
  ] as const)('under %j a password that bcrypt cut verifies: %s', async (policy, isRight) => {
    expect(await new PasswordHasher(policy).isValid(LONG, CUT)).toBe(isRight);
  });

  test('a hash that asks for too much is refused before any work', async () => {
    const much = '$2b$31$CCCCCCCCCCCCCCCCCCCCC.r5gqJaIw/Et6H9KstP3pEKn0VB0g6zW';
    await expect(hasher.verify('x', much)).rejects.toMatchObject({ code: 'ERR_HASH_LIMIT' });
    const strict = new PasswordHasher({
      hash: { algorithm: 'bcrypt', cost: 10 },
      limits: { bcryptCost: 10 },
    });
    const costly = '$2b$11$CCCCCCCCCCCCCCCCCCCCC.r5gqJaIw/Et6H9KstP3pEKn0VB0g6zW';
    await expect(strict.verify('x', costly)).rejects.toMatchObject({ code: 'ERR_HASH_LIMIT' });
    expect(hasher.load.running).toBe(0);
    // A hash above the limits could not be verified later, so the policy is rejected.
    expect(
      () => new PasswordHasher({ hash: { algorithm: 'bcrypt', cost: 13 }, limits: { bcryptCost: 12 } }),
    ).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument: 'hash' }));
  });

  test('takes the edges of its options', () => {
    for (const policy of [
      { maxPasswordBytes: 64, concurrency: 1, queueLength: 0, queueTimeout: 0 },
      { maxPasswordBytes: 4096, concurrency: 1024, queueLength: 1_000_000, queueTimeout: '24d' },
    ])
      expect(() => new PasswordHasher(policy)).not.toThrow();
  });

  test('rejects a password that is not a string', async () => {
    // @ts-expect-error wrong on purpose
    await expect(hasher.hash(5)).rejects.toMatchObject({ argument: 'password' });
    // @ts-expect-error wrong on purpose
    await expect(hasher.verify(5, await hasher.hash('x'))).rejects.toMatchObject({ argument: 'password' });
    // @ts-expect-error wrong on purpose
    await expect(hasher.verify('x', 5)).rejects.toMatchObject({ argument: 'encoded' });
    // @ts-expect-error wrong on purpose
    await expect(hasher.verify('x', ['!'])).rejects.toMatchObject({ argument: 'encoded' });
  });

  test('counts the bytes of a password, not its characters', async () => {
    const small = new PasswordHasher({ maxPasswordBytes: 64 });
    expect(await small.isValid('é'.repeat(32), await small.hash('é'.repeat(32)))).toBe(true);
    for (const password of [`${'é'.repeat(32)}x`, 'x'.repeat(65)])
      await expect(small.hash(password)).rejects.toMatchObject({
        code: 'ERR_PASSWORD_UNUSABLE',
      });
    const wide = new PasswordHasher({ maxPasswordBytes: 4096 });
    expect(await wide.isValid('x'.repeat(4096), await wide.hash('x'.repeat(4096)))).toBe(true);
  });
});

describe('passwords that other software did not normalise', () => {
  const decomposed = 'le\u0300tmein\u00a0here';
  // Hashes the unchanged text, as argon2-cffi, PHP and npm's bcrypt do.
  const raw = new PasswordHasher({ normalizer: 'none' });
  const hasher = new PasswordHasher();

  test('verify and are rehashed', async () => {
    const stored = await raw.hash(decomposed);
    expect(hasher.needsRehash(stored)).toBe(false);
    const { rehashed = '', ...outcome } = await hasher.verify(decomposed, stored);
    expect(outcome).toEqual({ valid: true, needsRehash: true });
    expect(await hasher.verify('lètmein here', rehashed)).toEqual({ valid: true, needsRehash: false });
    expect(await hasher.verify('lètmein here', stored)).toEqual({ valid: false, needsRehash: false });
  });

  test('do not verify when the policy does not say so', async () => {
    const strict = new PasswordHasher({ legacyNormalizers: [] });
    expect(await strict.isValid(decomposed, await raw.hash(decomposed))).toBe(false);
  });

  test('verify by any normaliser that the policy names', async () => {
    const folding = new PasswordHasher({ normalizer: 'nfkc' });
    const stored = await folding.hash('ﬁne password');
    expect(await hasher.isValid('ﬁne password', stored)).toBe(false);
    const importing = new PasswordHasher({ legacyNormalizers: ['none', 'nfkc'] });
    expect(await importing.verify('ﬁne password', stored)).toMatchObject({ valid: true, needsRehash: true });
  });

  test('are taken as their own software took them, when the hash says whose it is', async () => {
    const django = `argon2${await raw.hash(decomposed)}`;
    expect(await hasher.isValid(decomposed, django)).toBe(true);
    expect(await hasher.isValid('lètmein here', django)).toBe(false);
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

describe('the queue', () => {
  test('rejects calls beyond its length immediately, and runs the others', async () => {
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

  test('rejects a call that waited too long', async () => {
    const hasher = new PasswordHasher({ concurrency: 1, queueLength: 2, queueTimeout: 0 });
    const outcomes = await Promise.allSettled([hasher.hash('correct horse'), hasher.hash('correct horse')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });
});

describe('a login is right, whether or not a better hash can be made of it', () => {
  const bcrypt = new PasswordHasher({ hash: { algorithm: 'bcrypt', cost: 10 }, queueTimeout: 60 });
  const old = new PasswordHasher({ hash: { algorithm: 'scrypt', cost: 2 ** 13, parallelization: 10 } });

  test.each(['x'.repeat(73), 'a NUL \0 within'])('%j, which bcrypt would cut', async (password) => {
    expect(await bcrypt.verify(password, await old.hash(password))).toEqual({
      valid: true,
      needsRehash: true,
    });
    await expect(bcrypt.hash(password)).rejects.toMatchObject({
      code: 'ERR_PASSWORD_UNUSABLE',
    });
  });

  test('rehashes 72 bytes', async () => {
    const password = 'x'.repeat(72);
    const { rehashed = '' } = await bcrypt.verify(password, await old.hash(password));
    expect(await bcrypt.verify(password, rehashed)).toEqual({ valid: true, needsRehash: false });
  });

  test('a function that fails is not hidden by it', async () => {
    const stored = await old.hash('correct horse');
    const failure = vi.spyOn(runtime, 'bcryptHash').mockRejectedValue(new Error('out of memory'));
    await expect(bcrypt.verify('correct horse', stored)).rejects.toThrow('out of memory');
    failure.mockRestore();
  });
});
