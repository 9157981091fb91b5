import { generateKeyPairSync } from 'node:crypto';
import { CountersignError } from '@countersign/core';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { engine } from '#signature';
import {
  type Algorithm,
  createVerifier,
  importKey,
  type Rules,
  type SigningKey,
  sign,
  type VerificationKey,
  verify,
} from './index.ts';
import { findAlgorithm } from './keys/algorithms.ts';
import { signSync, verifySync } from './node.ts';
import { ATTACKS } from './testing/attacks/all.ts';
import { b64, forge, SECRET } from './testing/forge.ts';
import { supported } from './testing/supported.ts';

// On the web project, the asynchronous functions use WebCrypto and the synchronous ones node:crypto. On the Node.js
// project, both use node:crypto. The results for each token must be equal.

/** `pnpm differential` runs 100 000. */
const TOKENS = Number(process.env['DIFFERENTIAL_TOKENS'] ?? 1500);

const NOW = 1_800_000_000;

interface Pair {
  readonly signing: SigningKey;
  readonly verifying: VerificationKey;
}

async function pairFor(algorithm: Algorithm): Promise<Pair> {
  const info = findAlgorithm(algorithm);
  if (info?.keyType === 'oct') {
    const secret = await importKey(SECRET, { algorithm });
    if (secret.kind !== 'secret') throw new Error('bytes are a secret');
    return { signing: secret, verifying: secret };
  }
  const kind = info?.keyType === 'RSA' ? 'rsa' : info?.keyType === 'EC' ? 'ec' : algorithm.toLowerCase();
  const isEd = info?.keyType === 'OKP';
  // The types of Node.js 24 do not name ML-DSA yet.
  const { privateKey, publicKey } = Reflect.apply(generateKeyPairSync, undefined, [
    isEd ? 'ed25519' : kind,
    { modulusLength: 2048, namedCurve: info?.curve },
  ]);
  const [signing, verifying] = [
    await importKey(privateKey, { algorithm }),
    await importKey(publicKey, { algorithm }),
  ];
  if (signing.kind !== 'private' || verifying.kind !== 'public') throw new Error('a pair has two halves');
  return { signing, verifying };
}

const pairs = new Map<Algorithm, Pair>();

beforeAll(async () => {
  for (const algorithm of supported) pairs.set(algorithm, await pairFor(algorithm));
});

function pairOf(algorithm: Algorithm): Pair {
  const pair = pairs.get(algorithm);
  if (!pair) throw new Error(`${algorithm} has a pair`);
  return pair;
}

/** Claims, or the error as a caller sees it. */
async function answer(act: () => unknown): Promise<unknown> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof CountersignError)
      return { class: error.name, code: error.code, message: error.message };
    throw error;
  }
}

const rules = (algorithm: Algorithm): Rules => ({
  algorithms: [algorithm],
  issuer: 'me',
  audience: 'you',
  now: new Date(NOW * 1000),
});

/** Members of a random claims set. Most satisfy the rules. */
const anyClaims = fc.record(
  {
    iss: fc.oneof({ weight: 9, arbitrary: fc.constant('me') }, { weight: 1, arbitrary: fc.jsonValue() }),
    aud: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom('you', ['you', 'her']) },
      { weight: 1, arbitrary: fc.jsonValue() },
    ),
    exp: fc.oneof({ weight: 9, arbitrary: fc.constant(NOW + 1) }, { weight: 1, arbitrary: fc.integer() }),
    nbf: fc.constantFrom(NOW, NOW - 1, NOW + 1),
    sub: fc.string({ unit: 'grapheme', maxLength: 12 }),
    more: fc.jsonValue({ maxDepth: 3 }),
  },
  { requiredKeys: ['iss', 'aud'] },
);

const ALPHABET = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=.+/ '];

type Change = (token: string) => string;

const at =
  (part: 0 | 1 | 2, change: (text: string) => string): Change =>
  (token) =>
    token
      .split('.')
      .map((text, index) => (index === part ? change(text) : text))
      .join('.');

/** Changes of a token on its way. Half of the tokens arrive unchanged. */
const anyChange: fc.Arbitrary<Change> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Change>((token) => token) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.nat(), fc.constantFrom(...ALPHABET))
      .map<Change>(([position, letter]) => (token) => {
        const index = position % token.length;
        return token.slice(0, index) + letter + token.slice(index + 1);
      }),
  },
  {
    weight: 1,
    arbitrary: fc.nat().map<Change>((length) => (token) => token.slice(0, length % token.length)),
  },
  {
    weight: 1,
    arbitrary: fc.uint8Array({ maxLength: 300 }).map<Change>((bytes) => at(2, () => b64(bytes))),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Change>(
      at(2, () => ''),
      // Without its first byte, with one more, all zeros, and its two halves swapped.
      at(2, (text) => b64(Buffer.from(text, 'base64url').subarray(1))),
      at(2, (text) => b64(Buffer.concat([Buffer.alloc(1), Buffer.from(text, 'base64url')]))),
      at(2, (text) => b64(Buffer.alloc(Buffer.from(text, 'base64url').length))),
      at(2, (text) => text.slice(text.length / 2) + text.slice(0, text.length / 2)),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('none', 'HS256', 'RS256', 'ES256', 'PS256', 'EdDSA', 'hs256')
      .map<Change>((alg) => at(0, () => b64(JSON.stringify({ alg })))),
  },
  { weight: 1, arbitrary: anyClaims.map<Change>((claims) => at(1, () => b64(JSON.stringify(claims)))) },
);

test('the engines are two', () => {
  expect(engine.name).toBe(process.env['TEST_RUNTIME'] === 'web' ? 'webcrypto' : 'node');
});

test(`both engines agree on ${TOKENS} random tokens of each engine`, {
  timeout: 3_600_000,
}, async () => {
  const seen = new Map<string, number>();
  const anyToken = fc.tuple(fc.constantFrom(...supported), anyClaims, anyChange, fc.boolean());
  await fc.assert(
    fc.asyncProperty(anyToken, async ([algorithm, claims, change, isSync]) => {
      const { signing, verifying } = pairOf(algorithm);
      const made = await answer(() =>
        isSync ? signSync(claims, signing, { algorithm }) : sign(claims, signing, { algorithm }),
      );
      // Both reject claims that cannot be signed.
      if (typeof made !== 'string') {
        expect(await answer(() => sign(claims, signing, { algorithm }))).toEqual(made);
        expect(await answer(() => signSync(claims, signing, { algorithm }))).toEqual(made);
        return;
      }
      const token = change(made);
      const now = await answer(() => verifySync(token, verifying, rules(algorithm)));
      expect(await answer(() => verify(token, verifying, rules(algorithm)))).toEqual(now);
      const verifier = createVerifier(verifying, rules(algorithm), { cacheSize: 1 });
      expect(await answer(() => verifier(token))).toEqual(now);
      expect(await answer(() => verifier(token))).toEqual(now);
      const outcome =
        typeof now === 'object' && now !== null && 'code' in now ? String(now.code) : 'accepted';
      seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
    }),
    { numRuns: TOKENS },
  );
  // Neither did all pass nor did all fail.
  expect(seen.get('accepted') ?? 0).toBeGreaterThan(TOKENS / 10);
  expect(seen.get('ERR_TOKEN_SIGNATURE') ?? 0).toBeGreaterThan(TOKENS / 20);
  expect(seen.get('ERR_TOKEN_MALFORMED') ?? 0).toBeGreaterThan(TOKENS / 20);
  if (TOKENS > 10_000)
    process.stdout.write(`${[...seen].map(([what, count]) => `${what} ${count}`).join(', ')}\n`);
});

test.each(['HS256', 'HS512', 'RS256', 'RS384', 'Ed25519', 'EdDSA'] as const)(
  '%s, which has one signature for one text, gives the same token on both engines',
  async (algorithm) => {
    const { signing } = pairOf(algorithm);
    for (const [claims] of fc.sample(fc.tuple(anyClaims), 30)) {
      const made = await answer(() => sign(claims, signing, { algorithm, keyId: 'k' }));
      expect(await answer(() => signSync(claims, signing, { algorithm, keyId: 'k' }))).toEqual(made);
    }
  },
);

test.each(Object.entries(ATTACKS))(
  'attack: %s',
  async (_name, { token, key = SECRET, algorithms = ['HS256'], rules: more = {}, code }) => {
    const all = { ...more, algorithms };
    const now = await answer(() => verifySync(token, key, all));
    expect(now).toMatchObject({ code });
    expect(await answer(() => verify(token, key, all))).toEqual(now);
    const verifier = await answer(() => createVerifier(key, all, { cacheSize: 1 }));
    // Rules that make no sense are refused before any token comes.
    if (typeof verifier !== 'function') {
      expect(verifier).toEqual(now);
      return;
    }
    // An accepted token has no effect on it.
    if (key === SECRET && algorithms.includes('HS256')) await answer(() => verifier(forge({})));
    expect(await answer(() => verifier(token))).toEqual(now);
  },
);
