import { afterEach, describe, expect, test, vi } from 'vitest';
import { runtime } from '#runtime';
import { hashPassword, identify, passwordRuntime, verifyPassword } from './index.ts';

afterEach(() => void vi.restoreAllMocks());

test('hashPassword uses the given options, and Argon2id without any', async () => {
  const stored = await hashPassword('correct horse', { algorithm: 'bcrypt', cost: 10 });
  expect(stored).toMatch(/^\$2b\$10\$/);
  expect(await verifyPassword('correct horse', stored)).toBe(true);
  expect(await hashPassword('correct horse')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

describe('the options of one call never change another', () => {
  class Getters {
    get algorithm(): string {
      return 'bcrypt';
    }
  }
  const hidden = Object.defineProperty({}, 'algorithm', { value: 'bcrypt' });
  const circular: { algorithm: string; self?: unknown } = { algorithm: 'bcrypt' };
  circular.self = circular;

  test.each([
    ['a getter of a class', new Getters()],
    ['a member that is not enumerable', hidden],
    ['a circular object', circular],
    ['a BigInt', { algorithm: 'bcrypt', cost: 10n }],
  ])('%s is rejected', async (_name, options) => {
    // @ts-expect-error wrong on purpose
    await expect(hashPassword('correct horse', options)).rejects.toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
    });
    expect(await hashPassword('correct horse')).toMatch(/^\$argon2id\$/);
  });

  test('options that change later do not matter', async () => {
    const options = { algorithm: 'bcrypt', cost: 10 } as const;
    const hashing = hashPassword('correct horse', options);
    Object.assign(options, { cost: 4 });
    expect(await hashing).toMatch(/^\$2b\$10\$/);
  });
});

test('single calls share one limit on memory, and none is rejected', async () => {
  const release = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
  const running = vi.spyOn(runtime, 'argon2').mockReturnValue(release.promise);
  const hashes = Array.from({ length: 500 }, (_, index) =>
    hashPassword('correct horse', { algorithm: 'argon2id', memory: 19_456 + (index % 3) }),
  );
  await Promise.resolve();
  expect(running.mock.calls.length).toBeLessThanOrEqual(runtime.threads());
  release.resolve(new Uint8Array(32));
  expect(new Set(await Promise.all(hashes)).size).toBe(500);
});

test('verifyPassword is false for an account without a password', async () => {
  for (const encoded of [null, undefined, '', '!'])
    expect(await verifyPassword('correct horse', encoded)).toBe(false);
});

test('passwordRuntime names the implementations', async () => {
  expect(await passwordRuntime()).toEqual({
    argon2: { kind: 'native', source: '@node-rs/argon2' },
    bcrypt: { kind: 'native', source: '@node-rs/bcrypt' },
  });
});

describe('identify', () => {
  const ARGON2 = '$argon2id$v=19$m=256,t=2,p=1,keyid=MjAyNQ$c29tZXNhbHQ$AAECAwQFBgcICQoLDA0ODw';

  test('names the pepper if there is one', () => {
    expect(identify(ARGON2)).toStrictEqual({
      scheme: 'argon2id',
      parameters: { version: 19, memory: 256, passes: 2, parallelism: 1 },
      isWeak: false,
      isGuess: false,
      pepperId: '2025',
    });
    expect(identify(ARGON2.replace(',keyid=MjAyNQ', ''))).not.toHaveProperty('pepperId');
  });

  test('marks fast digests, and formats that do not name their algorithm', () => {
    expect(identify('md5$seasalt$3f86d0d3d465b7b458c231bf3555c0e3')).toMatchObject({ isWeak: true });
    expect(identify('88a434c88cca4e900f7874cd98123f43')).toMatchObject({ isWeak: true, isGuess: true });
    expect(identify(`${'ab'.repeat(16)}:${'00'.repeat(64)}`)).toMatchObject({ isGuess: true });
  });

  test.each([null, undefined, '', '!', '*'])(
    'is undefined for %j, an account without a password',
    (encoded) => {
      expect(identify(encoded)).toBeUndefined();
    },
  );

  test.each([5, {}, ['!']])('rejects %j, which is not a string', (encoded) => {
    // @ts-expect-error wrong on purpose
    expect(() => identify(encoded)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument: 'encoded' }),
    );
  });
});
