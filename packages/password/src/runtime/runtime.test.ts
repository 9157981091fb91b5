import { toHex } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import type { Argon2Derivation } from '../formats/derivation.ts';
import { hashWasmArgon2 } from './argon2.hash-wasm.ts';
import { nativeArgon2 } from './argon2.native.ts';
import { nobleArgon2 } from './argon2.noble.ts';
import { nodeCryptoArgon2 } from './argon2.node-crypto.ts';
import { bcryptjs } from './bcrypt.bcryptjs.ts';
import { hashWasmBcrypt } from './bcrypt.hash-wasm.ts';
import { nativeBcrypt } from './bcrypt.native.ts';
import { runtime as node } from './node.ts';
import { Runtime } from './runtime.ts';
import { runtime as web } from './web.ts';

const bytes = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value);
const derivation: Argon2Derivation = {
  kind: 'argon2',
  variant: 'argon2id',
  version: 0x13,
  memory: 64,
  passes: 2,
  parallelism: 2,
  salt: bytes(16, 2),
  length: 24,
};

describe('every implementation of Argon2 gives the same hash', () => {
  const implementations = [nativeArgon2, nodeCryptoArgon2, hashWasmArgon2, nobleArgon2];
  test.each<readonly [string, Partial<Argon2Derivation>]>([
    ['Argon2id', {}],
    ['Argon2i', { variant: 'argon2i' }],
    ['Argon2d', { variant: 'argon2d' }],
    ['version 1.0', { version: 0x10 }],
    ['a secret', { secret: bytes(8, 3) }],
    ['associated data', { associatedData: bytes(12, 4) }],
  ])('for %s', async (_name, change) => {
    const changed = { ...derivation, ...change };
    const able = implementations.filter(({ supports }) => supports(changed));
    expect(able.length).toBeGreaterThan(1);
    const hashes = await Promise.all(
      able.map(async ({ load }) => toHex(await (await load())(bytes(10, 1), changed))),
    );
    expect(new Set(hashes).size).toBe(1);
  });
});

test('every implementation of bcrypt gives the same hash, and verifies it', async () => {
  const password = new TextEncoder().encode('pässwörd');
  const implementations = await Promise.all(
    [nativeBcrypt, hashWasmBcrypt, bcryptjs].map(({ load }) => load()),
  );
  const hashes = await Promise.all(implementations.map(({ hash }) => hash(password, 4, bytes(16, 7))));
  expect(new Set(hashes).size).toBe(1);
  const [encoded = ''] = hashes;
  expect(encoded).toMatch(/^\$2b\$04\$/);
  for (const { verify } of implementations) {
    expect(await verify(password, encoded)).toBe(true);
    expect(await verify(bytes(8, 0x61), encoded)).toBe(false);
  }
});

test('bcrypt in JavaScript rejects bytes that are not text', async () => {
  const { verify } = await bcryptjs.load();
  const encoded = '$2b$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq';
  await expect(async () => verify(Uint8Array.of(0xa3), encoded)).rejects.toMatchObject({
    code: 'ERR_UNSUPPORTED',
  });
});

describe('a runtime', () => {
  const missing = (source: string) => ({
    kind: 'native' as const,
    source,
    supports: () => true,
    load: (): Promise<never> => Promise.reject(new Error(`${source} is missing`)),
  });

  test('uses the first implementation that is available', async () => {
    const runtime = new Runtime([missing('one'), nobleArgon2], [missing('one'), bcryptjs], () => 1);
    expect(await runtime.describe()).toEqual({
      argon2: { kind: 'javascript', source: '@noble/hashes' },
      bcrypt: { kind: 'javascript', source: 'bcryptjs' },
    });
    expect(toHex(await runtime.argon2(bytes(10, 1), derivation))).toBe(
      toHex(await node.argon2(bytes(10, 1), derivation)),
    );
  });

  test('explains why there is none', async () => {
    const runtime = new Runtime([missing('one'), missing('two')], [missing('three')], () => 1);
    await expect(runtime.argon2(bytes(10, 1), derivation)).rejects.toMatchObject({
      code: 'ERR_UNSUPPORTED',
      message: expect.stringMatching(/one is missing.*two is missing/),
    });
    await expect(runtime.bcryptVerify(bytes(1, 1), '')).rejects.toMatchObject({ code: 'ERR_UNSUPPORTED' });
    await expect(runtime.bcryptHash(bytes(1, 1), 4, bytes(16, 1))).rejects.toMatchObject({
      code: 'ERR_UNSUPPORTED',
    });
  });

  test('is native on Node.js, and WebAssembly elsewhere', async () => {
    expect((await node.describe()).argon2.kind).toBe('native');
    expect((await web.describe()).argon2.kind).toBe('webassembly');
    expect((await web.describe()).bcrypt.kind).toBe('webassembly');
    expect(web.threads()).toBe(1);
    expect(node.threads()).toBeGreaterThan(0);
  });
});
