import { generateKeyPairSync } from 'node:crypto';
import { countCases, differentialRuns, differentialSeed } from '@countersign/vitest-config/differential';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Algorithm } from './index.ts';
import { findAlgorithm } from './keys/algorithms.ts';
import { importMaterial } from './keys/import.ts';
import type { KeyMaterial } from './keys/key.ts';
import { publicHalf } from './keys/material.ts';
import { signJwsSync, signSync, verifyJwsSync, verifySync } from './node.ts';
import type { Signature } from './signature/engine.ts';
import { syncEngine } from './signature/node.ts';
import { engine as webcrypto } from './signature/webcrypto.ts';
import { codeOf } from './testing/code-of.ts';
import { b64, SECRET } from './testing/forge.ts';
import { supported } from './testing/supported.ts';

// The two engines do the same one step, so each must accept what the other signs and refuse what the other refuses.

const asSignature = (text: string): Signature => ({
  text,
  bytes: new Uint8Array(Buffer.from(text, 'base64url')),
});

async function materialFor(algorithm: Algorithm): Promise<KeyMaterial> {
  const info = findAlgorithm(algorithm);
  switch (info?.keyType) {
    case 'RSA':
      return importMaterial(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
    case 'EC':
      return importMaterial(generateKeyPairSync('ec', { namedCurve: info.curve ?? '' }).privateKey);
    case 'OKP':
      return importMaterial(generateKeyPairSync('ed25519').privateKey);
    case 'AKP':
      // The types of Node.js 24 do not name these yet.
      return importMaterial(
        Reflect.apply(generateKeyPairSync, undefined, [algorithm.toLowerCase()]).privateKey,
      );
    default:
      return importMaterial(SECRET);
  }
}

test.each(supported)(
  '%s: each engine accepts the other’s signatures, and none that was changed',
  async (algorithm) => {
    const info = findAlgorithm(algorithm);
    if (!info) throw new Error('the list is that of the table');
    const material = await materialFor(algorithm);
    const verifying = material.kind === 'secret' ? material : publicHalf(material);
    const input = { header: b64(JSON.stringify({ alg: algorithm })), payload: b64('payload') };
    const signatures = [await webcrypto.sign(input, material, info), syncEngine.sign(input, material, info)];
    for (const signature of signatures) {
      expect(await webcrypto.verify(input, asSignature(signature), verifying, info)).toBe(true);
      expect(syncEngine.verify(input, asSignature(signature), verifying, info)).toBe(true);
      const bytes = Buffer.from(signature, 'base64url');
      for (const wrong of [
        Buffer.alloc(0),
        Buffer.alloc(bytes.length),
        bytes.subarray(1),
        bytes.subarray(0, -1),
        Buffer.concat([bytes, Buffer.alloc(1)]),
        Buffer.from(bytes.map((byte, index) => (index === 5 ? byte ^ 1 : byte))),
      ]) {
        expect(await webcrypto.verify(input, asSignature(b64(wrong)), verifying, info)).toBe(false);
        expect(syncEngine.verify(input, asSignature(b64(wrong)), verifying, info)).toBe(false);
      }
      const other = { ...input, payload: b64('other') };
      expect(await webcrypto.verify(other, asSignature(signature), verifying, info)).toBe(false);
      expect(syncEngine.verify(other, asSignature(signature), verifying, info)).toBe(false);
    }
  },
);

test.for(supported)(
  '%s: the engines agree on random payloads, and on signatures damaged at random',
  async (algorithm, { task }) => {
    const info = findAlgorithm(algorithm);
    if (!info) throw new Error('the list is that of the table');
    const material = await materialFor(algorithm);
    const verifying = material.kind === 'secret' ? material : publicHalf(material);
    const header = b64(JSON.stringify({ alg: algorithm }));
    const bit = fc.option(fc.nat(), { nil: undefined, freq: 3 });
    const cases = fc.sample(fc.tuple(fc.uint8Array({ maxLength: 200 }), bit), {
      numRuns: differentialRuns(20),
      seed: differentialSeed,
    });
    for (const [bytes, place] of cases) {
      const input = { header, payload: b64(bytes) };
      const signatures = [
        await webcrypto.sign(input, material, info),
        syncEngine.sign(input, material, info),
      ];
      for (const signature of signatures) {
        const damaged = Buffer.from(signature, 'base64url');
        const at = place === undefined ? undefined : place % (damaged.length * 8);
        if (at !== undefined) damaged[at >> 3] = (damaged[at >> 3] ?? 0) ^ (1 << (at & 7));
        const given = asSignature(b64(damaged));
        const verdicts = [
          await webcrypto.verify(input, given, verifying, info),
          syncEngine.verify(input, given, verifying, info),
        ];
        expect(verdicts, `seed ${differentialSeed}, bit ${at}`).toEqual([at === undefined, at === undefined]);
      }
    }
    countCases(task, 2 * cases.length);
  },
);

test.each(['RS256', 'PS256'] as const)(
  '%s: a signature without its leading zero is refused',
  async (algorithm) => {
    // OpenSSL takes it for PSS, so that one token in 256 would have two spellings (RFC 8017 section 8.1.2, step 1).
    const info = findAlgorithm(algorithm);
    if (!info) throw new Error('the table has it');
    const material = await materialFor(algorithm);
    const verifying = publicHalf(material);
    const header = b64(JSON.stringify({ alg: algorithm }));
    let bytes = Buffer.from([1]);
    let input = { header, payload: '' };
    for (let attempt = 0; bytes[0] !== 0; attempt++) {
      input = { header, payload: b64(`payload ${attempt}`) };
      bytes = Buffer.from(syncEngine.sign(input, material, info), 'base64url');
    }
    expect(await webcrypto.verify(input, asSignature(b64(bytes)), verifying, info)).toBe(true);
    expect(syncEngine.verify(input, asSignature(b64(bytes)), verifying, info)).toBe(true);
    const shortened = b64(bytes.subarray(1));
    expect(await webcrypto.verify(input, asSignature(shortened), verifying, info)).toBe(false);
    expect(syncEngine.verify(input, asSignature(shortened), verifying, info)).toBe(false);
  },
);

test('the synchronous functions read PEM texts', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const token = signSync({ id: 1 }, privateKey, { algorithm: 'ES256', expiresIn: '1m' });
  expect(verifySync(token, publicKey, { algorithms: ['ES256'], require: ['exp'] })).toMatchObject({ id: 1 });
  const jws = signJwsSync('x', privateKey, { algorithm: 'ES256', detached: true });
  const { payload } = verifyJwsSync(jws, publicKey, { algorithms: ['ES256'], detachedPayload: 'x' });
  expect(payload).toEqual(Uint8Array.of(0x78));
});

test('a key that only WebCrypto may use is for the asynchronous functions', async () => {
  const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ]);
  expect(await codeOf(() => signSync({}, privateKey, { algorithm: 'ES256' }))).toBe('ERR_KEY_INVALID');
});

test('a remote key set is for the asynchronous functions', async () => {
  const { createRemoteKeySet } = await import('./index.ts');
  const set = createRemoteKeySet('https://127.0.0.1:1/', { fetch: () => Promise.reject(new Error('down')) });
  const token = signSync({}, SECRET, { algorithm: 'HS256' });
  expect(await codeOf(() => verifySync(token, set, { algorithms: ['HS256'] }))).toBe('ERR_INVALID_ARGUMENT');
});
