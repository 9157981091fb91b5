import { afterEach, describe, expect, test, vi } from 'vitest';
import { engine } from '#engine';
import { hashPassword, identify, verifyPassword } from './functions.ts';

afterEach(() => vi.restoreAllMocks());

test('hashes by the parameters that are asked for', async () => {
  const stored = await hashPassword('correct horse', { algorithm: 'bcrypt', cost: 10 });
  expect(stored).toMatch(/^\$2b\$10\$/);
  expect(await verifyPassword('correct horse', stored)).toBe(true);
  expect(await hashPassword('correct horse')).toMatch(/^\$argon2id\$/);
});

describe('the hashers behind', () => {
  test('are one for each set of parameters, up to sixteen', async () => {
    vi.resetModules();
    const [functions, { PasswordHasher }] = await Promise.all([
      import('./functions.ts'),
      import('./hasher.ts'),
    ]);
    const hash = vi.spyOn(PasswordHasher.prototype, 'hash').mockResolvedValue('hash');
    const hasherOf = async (...parameters: Parameters<typeof hashPassword>): Promise<unknown> => {
      await functions.hashPassword(...parameters);
      return hash.mock.contexts.at(-1);
    };
    const hashersOfMany = async (): Promise<readonly unknown[]> => {
      const hashers: unknown[] = [];
      for (let iterations = 600_001; iterations <= 600_018; iterations++)
        hashers.push(await hasherOf('a', { algorithm: 'pbkdf2-sha256', iterations }));
      return hashers;
    };
    const usual = await hasherOf('a');
    expect(await hasherOf('b')).toBe(usual);
    const first = await hashersOfMany();
    expect(new Set([usual, ...first]).size).toBe(19);
    const second = await hashersOfMany();
    expect(second.map((hasher, index) => hasher === first[index])).toEqual([
      ...Array.from({ length: 15 }, () => true),
      ...Array.from({ length: 3 }, () => false),
    ]);
    expect(await hasherOf('c')).toBe(usual);
  });

  test('let as many wait as come: nobody is refused, as nobody looks', async () => {
    const release = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
    const running = vi.spyOn(engine, 'argon2').mockReturnValue(release.promise);
    const waiting = Array.from({ length: 500 }, () => hashPassword('correct horse'));
    release.resolve(new Uint8Array(32));
    expect(new Set(await Promise.all(waiting)).size).toBe(500);
    expect(running).toHaveBeenCalledTimes(500);
  });
});

describe('identify', () => {
  const ARGON2 = '$argon2id$v=19$m=256,t=2,p=1,keyid=MjAyNQ$c29tZXNhbHQ$AAECAwQFBgcICQoLDA0ODw';

  test('names the pepper, where there is one', () => {
    expect(identify(ARGON2)).toStrictEqual({
      scheme: 'argon2id',
      parameters: { version: 19, memory: 256, passes: 2, parallelism: 1 },
      isWeak: false,
      pepperId: '2025',
    });
    expect(identify(ARGON2.replace(',keyid=MjAyNQ', ''))).not.toHaveProperty('pepperId');
  });

  test('tells weak digests', () => {
    expect(identify('md5$seasalt$3f86d0d3d465b7b458c231bf3555c0e3')).toMatchObject({ isWeak: true });
  });

  test.each([5, null, undefined, {}, ['!']])('%j is no stored hash', (encoded) => {
    // @ts-expect-error wrong on purpose
    expect(() => identify(encoded)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument: 'encoded' }),
    );
  });
});
