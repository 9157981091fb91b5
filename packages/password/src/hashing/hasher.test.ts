import { fromBase64, hash, toHex, utf8 } from '@countersign/core';
import { describe, expect, test, vi } from 'vitest';
import { engine } from '#engine';
import { argon2, hashPassword, identify, needsRehash, PasswordHasher, verifyPassword } from '../index.ts';

const SSHA = toHex(fromBase64('ndJKNTVltc0N5SmGoEOTWcMfRiNzZWFzYWx0IQ==').subarray(0, 20));

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

  test('needsRehash tells of any kind, and of weak ones only by name', () => {
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
    [{ maxPasswordBytes: 65_537 }, 'maxPasswordBytes'],
    [{ acceptWeak: ['md5'] }, 'acceptWeak'],
    [{ concurrency: 0 }, 'concurrency'],
    [{ concurrency: 1025 }, 'concurrency'],
    [{ queueLength: -1 }, 'queueLength'],
    [{ queueLength: 1_000_001 }, 'queueLength'],
    [{ queueTimeout: 'soon' }, 'queueTimeout'],
    [{ limits: { bcryptCost: 0 } }, 'bcryptCost'],
    [{ pepper: 'misspelt' }, 'pepper'],
    [null, 'policy'],
  ])('refuses the policy %j and names the option', (policy, argument) => {
    // @ts-expect-error wrong on purpose
    expect(() => new PasswordHasher(policy)).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_ARGUMENT',
        argument,
        message: expect.stringMatching(/\b(must|is no option)\b.*\.$/),
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
    // What could not be verified afterwards is not made, either.
    expect(
      () => new PasswordHasher({ hash: { algorithm: 'bcrypt', cost: 13 }, limits: { bcryptCost: 12 } }),
    ).toThrow(expect.objectContaining({ code: 'ERR_HASH_LIMIT' }));
  });

  test('takes the edges of its options', () => {
    for (const policy of [
      { maxPasswordBytes: 64, concurrency: 1, queueLength: 0, queueTimeout: 0 },
      { maxPasswordBytes: 65_536, concurrency: 1024, queueLength: 1_000_000 },
    ])
      expect(() => new PasswordHasher(policy)).not.toThrow();
  });

  test('a password that is no string is a mistake of the caller', async () => {
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
        message: 'The password cannot be used: it has more than 64 bytes.',
      });
    const wide = new PasswordHasher({ maxPasswordBytes: 65_536 });
    expect(await wide.isValid('x'.repeat(65_536), await wide.hash('x'.repeat(65_536)))).toBe(true);
  });
});

describe('passwords that other software did not normalise', () => {
  const decomposed = 'le\u0300tmein\u00a0here';
  // Of the text as it stands, as argon2-cffi, PHP and npm's bcrypt hash it.
  const raw = new PasswordHasher({ normalizer: 'none' });
  const hasher = new PasswordHasher();

  test('verify, and are hashed anew', async () => {
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
      code: 'ERR_PEPPER_UNKNOWN',
    });
    const wrong = new PasswordHasher({ peppers: { current: '2025', keys: { '2025': pepper(9) } } });
    expect(await wrong.verify('correct horse', stored)).toMatchObject({ valid: false });
  });

  test('are Argon2’s secret, as other software has it', async () => {
    const [, , , , salt = '', digest = ''] = (await old.hash('correct horse')).split('$');
    const key = await argon2('correct horse', fromBase64(`${salt}==`), {
      memory: 19_456,
      passes: 2,
      parallelism: 1,
      secret: pepper(1),
      encoding: 'base64',
    });
    expect(key).toBe(`${digest}=`);
  });

  test('are copied: what the caller does to them later changes nothing', async () => {
    const key = pepper(3);
    const copying = new PasswordHasher({ peppers: { current: 'k', keys: { k: key } } });
    const stored = await copying.hash('correct horse');
    key.fill(0);
    expect(await copying.isValid('correct horse', stored)).toBe(true);
  });

  test('are asked for where a hash has none', async () => {
    const plain = await new PasswordHasher().hash('correct horse');
    const { rehashed = '', ...outcome } = await old.verify('correct horse', plain);
    expect(outcome).toEqual({ valid: true, needsRehash: true });
    expect(identify(rehashed)).toMatchObject({ pepperId: '2025' });
  });

  test.each([
    [{ current: 'a', keys: { a: new Uint8Array(31) } }, 'A pepper must be at least 32 random bytes.'],
    [{ current: 'a', keys: { a: 'text of more than thirty-two characters' } }, 'at least 32 random bytes'],
    [{ current: 'b', keys: { a: pepper(1) } }, 'peppers.current must be one of the ids'],
    [{ current: 'toString', keys: { a: pepper(1) } }, 'peppers.current must be one of the ids'],
    [{ current: '', keys: { '': pepper(1) } }, 'A pepper id must be 1 to 64 letters'],
    [{ current: 'a b', keys: { 'a b': pepper(1) } }, 'A pepper id must be 1 to 64 letters'],
    [{ current: 'x'.repeat(65), keys: { ['x'.repeat(65)]: pepper(1) } }, 'A pepper id must be 1 to 64'],
    [{ current: 'a', keys: { a: pepper(1) }, old: {} }, 'old is no option here'],
    [{ current: 'a' }, 'peppers.keys must be an object'],
    [{ current: 'a', keys: null }, 'peppers.keys must be an object'],
    ['a', 'peppers must be an object'],
  ])('are refused: %j', (peppers, message) => {
    // @ts-expect-error wrong on purpose
    expect(() => new PasswordHasher({ peppers })).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_ARGUMENT',
        argument: message.startsWith('old') ? 'old' : 'peppers',
        message: expect.stringContaining(message),
      }),
    );
  });

  test('have ids of any length up to 64', async () => {
    const id = `${'x'.repeat(61)}_.-`;
    const named = new PasswordHasher({ peppers: { current: id, keys: { [id]: pepper(1) } } });
    expect(await named.verify('x', await named.hash('x'))).toEqual({ valid: true, needsRehash: false });
  });

  test.each(['bcrypt', 'bcrypt-sha256', 'scrypt', 'pbkdf2-sha256'] as const)(
    'need Argon2id, not %s',
    (algorithm) => {
      const peppers = { current: 'a', keys: { a: pepper(1) } };
      expect(() => new PasswordHasher({ hash: { algorithm }, peppers })).toThrow(
        expect.objectContaining({
          argument: 'peppers',
          message: expect.stringContaining('peppers need the algorithm argon2id'),
        }),
      );
    },
  );
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
  // Of 'lètmein', made with Python's hashlib.
  test.each([
    [{ digest: 'md5' }, '88a434c88cca4e900f7874cd98123f43'],
    [
      { digest: 'md5', salt: { place: 'before', bytes: utf8('seasalt') } },
      '3f86d0d3d465b7b458c231bf3555c0e3',
    ],
    [
      { digest: 'sha1', salt: { place: 'before', bytes: 'seasalt' } },
      'cff36ea83f5706ce9aa7454e63e431fc726b2dc8',
    ],
    [{ digest: 'sha1', salt: { place: 'after', bytes: 'seasalt!' } }, SSHA],
    [{ digest: 'sha256' }, hash('sha256', 'lètmein', { encoding: 'hex' })],
    [
      { digest: 'sha512', salt: { place: 'after', bytes: new Uint8Array(128) } },
      hash('sha512', `lètmein${'\0'.repeat(128)}`, { encoding: 'hex' }),
    ],
  ] as const)('hashes the digests of %j without the passwords, and verifies them', async (recipe, digest) => {
    const hasher = new PasswordHasher();
    const wrapped = await hasher.wrapDigest(digest, recipe);
    expect(wrapped).not.toContain(digest);
    expect(await hasher.verify('something else', wrapped)).toEqual({ valid: false, needsRehash: true });
    expect(await hasher.isValid('le\u0300tmein', wrapped)).toBe(false);
    const { valid, rehashed = '' } = await hasher.verify('lètmein', wrapped);
    expect({ valid, scheme: valid ? identify(rehashed)?.scheme : undefined }).toEqual({
      valid: true,
      scheme: 'argon2id',
    });
  });

  test('works with peppers', async () => {
    const peppered = new PasswordHasher({ peppers: { current: '2025', keys: { '2025': pepper(1) } } });
    const wrapped = await peppered.wrapDigest('88a434c88cca4e900f7874cd98123f43', { digest: 'md5' });
    expect(identify(wrapped)).toMatchObject({ scheme: 'wrapped-md5', pepperId: '2025' });
    expect(await peppered.isValid('lètmein', wrapped)).toBe(true);
    await expect(new PasswordHasher().verify('lètmein', wrapped)).rejects.toMatchObject({
      code: 'ERR_PEPPER_UNKNOWN',
    });
  });

  const digest = '88a434c88cca4e900f7874cd98123f43';
  test('refuses what is no such digest', async () => {
    await expect(new PasswordHasher().wrapDigest(digest, { digest: 'sha1' })).rejects.toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      argument: 'digest',
    });
  });

  test('needs Argon2id', async () => {
    const legacy = new PasswordHasher({ hash: { algorithm: 'bcrypt' } });
    await expect(legacy.wrapDigest(digest, { digest: 'md5' })).rejects.toMatchObject({
      argument: 'hash',
      message: 'Digests are wrapped with argon2id only.',
    });
  });
});

describe('a login is right, whether or not a better hash can be made of it', () => {
  const bcrypt = new PasswordHasher({ hash: { algorithm: 'bcrypt', cost: 10 }, queueTimeout: 60 });
  const old = new PasswordHasher({ hash: { algorithm: 'scrypt', cost: 2 ** 13, parallelization: 10 } });

  test.each([
    ['x'.repeat(73), 'bcrypt takes at most 72 bytes, and it has more'],
    ['a NUL \0 within', 'bcrypt stops at a NUL character, and it has one'],
  ])('%j, which bcrypt would cut', async (password, reason) => {
    expect(await bcrypt.verify(password, await old.hash(password))).toEqual({
      valid: true,
      needsRehash: true,
    });
    await expect(bcrypt.hash(password)).rejects.toMatchObject({
      code: 'ERR_PASSWORD_UNUSABLE',
      message: expect.stringContaining(reason),
    });
  });

  test('72 bytes are hashed anew', async () => {
    const password = 'x'.repeat(72);
    const { rehashed = '' } = await bcrypt.verify(password, await old.hash(password));
    expect(await bcrypt.verify(password, rehashed)).toEqual({ valid: true, needsRehash: false });
  });

  test('a function that fails is not hidden by it', async () => {
    const stored = await old.hash('correct horse');
    const failure = vi.spyOn(engine, 'bcryptHash').mockRejectedValue(new Error('out of memory'));
    await expect(bcrypt.verify('correct horse', stored)).rejects.toThrow('out of memory');
    failure.mockRestore();
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
});
