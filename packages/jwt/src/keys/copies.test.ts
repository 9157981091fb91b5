import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { createSigner, createVerifier, importKey, type Jwk, sign, verify } from '../index.ts';
import { signSync, verifySync } from '../node.ts';
import { codeOf } from '../testing/code-of.ts';
import { b64, forge, SECRET } from '../testing/forge.ts';

// A key is read once, when the function is called. Nothing reads the caller's object again.

const HS256 = { algorithm: 'HS256' } as const;
const RULES = { algorithms: ['HS256'] } as const;
const OTHER = SECRET.map((byte) => byte ^ 1);
const [k, otherK] = [b64(SECRET), b64(OTHER)];
const token = forge({ id: 1 });

/** Both kinds of functions, and those that keep the key. */
const WAYS = {
  async: (key: Jwk) => verify(token, key, RULES),
  sync: async (key: Jwk) => verifySync(token, key, RULES),
  verifier: (key: Jwk) => createVerifier(key, RULES)(token),
} as const;

describe.each(Object.entries(WAYS))('%s verification', (_name, run) => {
  class Model {
    readonly kty = 'oct';
    readonly k: string;
    constructor(secret: string) {
      this.k = secret;
    }
    toJSON(): object {
      return { kty: 'oct' };
    }
  }

  test('does not confuse JWKs whose toJSON omits the key', async () => {
    await run(new Model(k) as never);
    expect(await codeOf(() => run(new Model(otherK) as never))).toBe('ERR_TOKEN_SIGNATURE');
  });

  test.each([
    [
      'getters of a class',
      Object.create(
        {
          get k() {
            return k;
          },
        },
        { kty: { value: 'oct', enumerable: true } },
      ),
    ],
    ['inherited members', Object.assign(Object.create({ k }), { kty: 'oct' })],
    ['members that are not enumerable', Object.defineProperty({ kty: 'oct' }, 'k', { value: k })],
    ['members of symbols', { kty: 'oct', [Symbol('k')]: k }],
  ])('ignores %s', async (_kind, jwk) => {
    expect(await codeOf(() => run(jwk))).toBe('ERR_KEY_INVALID');
  });

  test('reads a member that changes once', async () => {
    let reads = 0;
    const jwk = {
      kty: 'oct',
      get k() {
        reads += 1;
        return reads === 1 ? k : otherK;
      },
    };
    await run(jwk);
    expect(reads).toBe(1);
    // The changed value must not have been remembered under the first one.
    expect(await codeOf(() => run({ kty: 'oct', k: otherK }))).toBe('ERR_TOKEN_SIGNATURE');
    expect(await codeOf(() => run({ kty: 'oct', k }))).toBeUndefined();
  });

  test('accepts a frozen JWK and one without a prototype', async () => {
    await run(Object.freeze({ kty: 'oct', k }));
    await run(Object.assign(Object.create(null), { kty: 'oct', k }));
  });
});

test('a secret that is wiped after construction has no effect', async () => {
  const secret = Uint8Array.from(SECRET);
  const verifyToken = createVerifier(secret, RULES);
  const signToken = createSigner(secret, HS256);
  const pending = [
    sign({ id: 1 }, secret, HS256),
    verify(token, secret, RULES),
    importKey(secret, HS256),
  ] as const;
  secret.fill(0);
  expect(await verifyToken(token)).toEqual({ id: 1 });
  expect(await codeOf(() => verifyToken(forge({}, { alg: 'HS256' }, new Uint8Array(64))))).toBe(
    'ERR_TOKEN_SIGNATURE',
  );
  expect(await verify(await signToken({ id: 1 }), SECRET, RULES)).toEqual({ id: 1 });
  expect(await verify(await pending[0], SECRET, RULES)).toEqual({ id: 1 });
  expect(await pending[1]).toEqual({ id: 1 });
  expect(await verify(token, await pending[2], RULES)).toEqual({ id: 1 });
});

test('a JWK that is changed after construction has no effect', async () => {
  const jwk = { kty: 'oct', k };
  const verifyToken = createVerifier(jwk, RULES);
  const signToken = createSigner(jwk, HS256);
  jwk.k = otherK;
  expect(await verifyToken(token)).toEqual({ id: 1 });
  expect(await verify(await signToken({ id: 1 }), SECRET, RULES)).toEqual({ id: 1 });
});

describe('a polluted prototype', () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  afterEach(() => {
    for (const name of ['kty', 'k', 'export', 'type', 'd', 'alg', 'use'])
      Reflect.deleteProperty(Object.prototype, name);
  });

  test('does not replace platform keys', async () => {
    Object.assign(Object.prototype, { kty: 'oct', k });
    const key = await importKey(publicKey, { algorithm: 'ES256' });
    expect(key).toMatchObject({ kind: 'public', type: 'EC' });
  });

  test('does not replace or add members of a JWK', async () => {
    const jwk: Jwk = { kty: '', ...publicKey.export({ format: 'jwk' }) };
    Object.assign(Object.prototype, {
      export: () => ({ kty: 'oct', k }),
      type: 'secret',
      d: 'AQ',
      alg: 'none',
      use: 'enc',
    });
    expect(await importKey(jwk, { algorithm: 'ES256' })).toMatchObject({ kind: 'public', type: 'EC' });
  });
});

test('a JWK text after a byte order mark, a no-break space or a form feed keeps its restrictions', async () => {
  const jwk = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
  for (const start of ['\uFEFF', '\u00A0', '\f', ' \uFEFF\n']) {
    const text = `${start}${JSON.stringify({ ...jwk, alg: 'RS256', use: 'enc', kid: 'a' })}`;
    expect(await codeOf(() => importKey(text, { algorithm: 'RS256' }))).toBe('ERR_KEY_INVALID');
    const other = `${start}${JSON.stringify({ ...jwk, alg: 'RSA-OAEP', kid: 'a' })}`;
    expect(await codeOf(() => importKey(other, { algorithm: 'PS256' }))).toBe('ERR_KEY_INVALID');
    const named = `${start}${JSON.stringify({ ...jwk, kid: 'a', key_ops: ['verify'] })}`;
    expect((await importKey(named, { algorithm: 'PS256' })).keyId).toBe('a');
  }
});

test('a JWK text with a member twice is rejected', async () => {
  const text = `{"kty":"oct","k":"${k}","k":"${otherK}"}`;
  expect(await codeOf(() => importKey(text, HS256))).toBe('ERR_KEY_INVALID');
  expect(await codeOf(() => importKey(`{"kty":"oct","k":"${k}","\\u006b":"${otherK}"}`, HS256))).toBe(
    'ERR_KEY_INVALID',
  );
});

test('an imported key keeps its declared use', async () => {
  const jwk: Jwk = {
    kty: '',
    ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }),
    key_ops: ['sign'],
  };
  const key = await importKey(jwk, { algorithm: 'Ed25519', kind: 'private' });
  const { exportKey } = await import('../index.ts');
  expect(await exportKey(key, 'jwk')).toMatchObject({ key_ops: ['sign'], use: 'sig' });
  expect(signSync({}, key, { algorithm: 'Ed25519' })).toMatch(/^e/);
});
