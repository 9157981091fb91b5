import { fromBase64, fromHex, toHex, tokenBytes } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { argon2 } from '../index.ts';
import { runtime as webRuntime } from '../runtime/web.ts';

const fill = (length: number, byte: number): Uint8Array => new Uint8Array(length).fill(byte);

describe('the vectors of RFC 9106 section 5', () => {
  const derivation = {
    kind: 'argon2',
    version: 0x13,
    memory: 32,
    passes: 3,
    parallelism: 4,
    salt: fill(16, 2),
    length: 32,
    secret: fill(8, 3),
    associatedData: fill(12, 4),
  } as const;

  test.each([
    ['argon2d', '512b391b6f1162975371d30919734294f868e3be3984f3c1a13a4db9fabe4acb'],
    ['argon2i', 'c814d9d1dc7f37aa13f0d77f2494bda1c8de6b016dd388d29952a4c4672b6ce8'],
    ['argon2id', '0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659'],
  ] as const)('%s, on both runtimes', async (variant, tag) => {
    const { memory, passes, parallelism, salt, secret, associatedData } = derivation;
    const options = { variant, memory, passes, parallelism, secret, associatedData };
    expect(await argon2(fill(32, 1), salt, { ...options, encoding: 'hex' })).toBe(tag);
    expect(toHex(await webRuntime.argon2(fill(32, 1), { ...derivation, variant }))).toBe(tag);
  });
});

test('the example of the PHC string format, with a secret', async () => {
  const salt = fromBase64('gZiV/M1gPc22ElAH/Jh1Hw==');
  const options = {
    memory: 65_536,
    passes: 2,
    parallelism: 1,
    secret: 'pepper',
    encoding: 'base64',
  } as const;
  expect(await argon2('hunter2', salt, options)).toBe('CWOrkoo7oJBQ/iyh7uJ0LO2aLEfrHwTWllSAxT0zRno=');
});

// The reference implementation's own tests: the password "password" and the salt "somesalt".
test.each([
  ['argon2id', 256, 2, 1, '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe'],
  ['argon2id', 256, 2, 2, '6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037'],
  ['argon2i', 256, 2, 1, '89e9029f4637b295beb027056a7336c414fadd43f6b208645281cb214a56452f'],
] as const)('%s with %d KiB, %d passes and %d lanes', async (variant, memory, passes, parallelism, tag) => {
  const options = { variant, memory, passes, parallelism };
  expect(await argon2('password', 'somesalt', { ...options, encoding: 'hex' })).toBe(tag);
});

test('argon2 has the documented defaults, and returns its own bytes', async () => {
  const salt = tokenBytes(16);
  const key = await argon2('password', salt);
  expect(key).toHaveLength(32);
  expect(key.buffer.byteLength).toBe(32);
  const options = { variant: 'argon2id', memory: 65_536, passes: 3, parallelism: 4, length: 32 } as const;
  expect(await argon2(new TextEncoder().encode('password'), salt, options)).toEqual(key);
});

test('every parameter counts', async () => {
  const base = { memory: 64, passes: 1, parallelism: 1, length: 16, encoding: 'hex' } as const;
  const keys = await Promise.all([
    argon2('password', 'some salt', base),
    argon2('passwort', 'some salt', base),
    argon2('password', 'same salt', base),
    argon2('password', 'some salt', { ...base, variant: 'argon2d' }),
    argon2('password', 'some salt', { ...base, variant: 'argon2i' }),
    argon2('password', 'some salt', { ...base, memory: 72 }),
    argon2('password', 'some salt', { ...base, passes: 2 }),
    argon2('password', 'some salt', { ...base, parallelism: 2 }),
    argon2('password', 'some salt', { ...base, length: 17 }),
    argon2('password', 'some salt', { ...base, secret: 'k' }),
    argon2('password', 'some salt', { ...base, associatedData: 'x' }),
  ]);
  expect(new Set(keys).size).toBe(keys.length);
  expect(await argon2('password', 'some salt', { ...base, associatedData: '' })).toBe(keys[0]);
});

test('takes the smallest and long results', async () => {
  const base = { memory: 8, passes: 1, parallelism: 1 } as const;
  expect(await argon2('x', fromHex('0001020304050607'), { ...base, length: 4 })).toHaveLength(4);
  expect(await argon2('x', fromHex('0001020304050607'), { ...base, length: 2 ** 20 })).toHaveLength(2 ** 20);
});

describe('argon2 rejects before it allocates memory', () => {
  const salt = fill(16, 0);
  test.each([
    ['variant', { variant: 'argon2' }],
    ['memory', { memory: 7, parallelism: 1 }],
    ['memory', { memory: 31, parallelism: 4 }],
    ['memory', { memory: 2 ** 20 + 1 }],
    ['memory', { memory: 4096, maxMemory: 2048 }],
    ['memory', { memory: Number.NaN }],
    ['maxMemory', { maxMemory: 2 ** 22 }],
    ['maxMemory', { maxMemory: 7 }],
    ['passes', { passes: 0 }],
    ['passes', { memory: 2 ** 20, passes: 17 }],
    ['parallelism', { parallelism: 0 }],
    ['parallelism', { parallelism: 256 }],
    ['length', { length: 3 }],
    ['length', { length: 2 ** 20 + 1 }],
    ['secret', { secret: 5 }],
    ['secret', { secret: '' }],
    ['associatedData', { associatedData: '\ud800' }],
    ['encoding', { encoding: 'utf8' }],
    ['iterations', { iterations: 3 }],
  ])('%s of %j', async (argument, options) => {
    // @ts-expect-error wrong on purpose
    await expect(argon2('password', salt, options)).rejects.toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      argument,
    });
  });

  test('a salt of fewer than 8 bytes, and a password that is neither text nor bytes', async () => {
    await expect(argon2('password', fill(7, 0))).rejects.toMatchObject({
      argument: 'salt',
    });
    // @ts-expect-error wrong on purpose
    await expect(argon2('password', 5)).rejects.toMatchObject({ argument: 'salt' });
    // @ts-expect-error wrong on purpose
    await expect(argon2(5, salt)).rejects.toMatchObject({ argument: 'password' });
    await expect(argon2('', salt)).rejects.toMatchObject({ argument: 'password' });
  });
});

test('argon2 copies its bytes when it is called', async () => {
  const base = { memory: 64, passes: 1, parallelism: 1, encoding: 'hex' } as const;
  const bytes = [fill(16, 1), fill(16, 2), fill(16, 3), fill(16, 4)] as const;
  const [password, salt, secret, associatedData] = bytes;
  const key = argon2(password, salt, { ...base, secret, associatedData });
  for (const each of bytes) each.fill(0);
  const again = argon2(fill(16, 1), fill(16, 2), {
    ...base,
    secret: fill(16, 3),
    associatedData: fill(16, 4),
  });
  expect(await key).toBe(await again);
});
