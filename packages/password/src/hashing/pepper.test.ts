import { fromBase64 } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { argon2, identify, PasswordHasher } from '../index.ts';

const pepper = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);

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

  test('are copied, so later changes by the caller have no effect', async () => {
    const key = pepper(3);
    const copying = new PasswordHasher({ peppers: { current: 'k', keys: { k: key } } });
    const stored = await copying.hash('correct horse');
    key.fill(0);
    expect(await copying.isValid('correct horse', stored)).toBe(true);
  });

  test('replace a hash without a pepper', async () => {
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
        }),
      );
    },
  );
});
