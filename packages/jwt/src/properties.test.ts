import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Claims,
  checkClaims,
  DEFAULT_MAX_TOKEN_LENGTH,
  decodeUnverified,
  importKey,
  JwtError,
  lint,
  sign,
  validateClaims,
  verify,
} from './index.ts';
import { signSync, verifySync } from './node.ts';
import { b64, forge, SECRET, signHs256 } from './testing/forge.ts';
import { DuplicateMemberError, parseJsonObject } from './token/json.ts';

const rules = {
  algorithms: ['HS256'],
  skipChecks: ['exp', 'nbf', 'iat', 'aud', 'iss', 'sub', 'jti'],
} as const;

/** The claims of a token, or its error. Anything but a JwtError fails the test. */
async function answer(act: () => unknown): Promise<unknown> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof JwtError) return error.code;
    throw error;
  }
}

const json = fc.jsonValue({ maxDepth: 5 }).map((value) => JSON.stringify(value));
const almostJson = fc
  .tuple(json, fc.nat(), fc.string({ maxLength: 3 }))
  .map(
    ([text, at, noise]) => text.slice(0, at % (text.length + 1)) + noise + text.slice(at % (text.length + 1)),
  );
const header = fc.oneof(
  fc.constant('{"alg":"HS256"}'),
  fc
    .dictionary(fc.constantFrom('alg', 'typ', 'kid', 'crit', 'b64', 'jwk', 'zip', 'x'), fc.jsonValue())
    .map((value) => JSON.stringify({ alg: 'HS256', ...value })),
  almostJson,
);
const bytes = fc.uint8Array({ maxLength: 200 });
const part = fc.oneof(json.map(b64), almostJson.map(b64), bytes.map(b64), fc.string({ maxLength: 30 }));
const token = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(part, { maxLength: 6 }).map((parts) => parts.join('.')),
  fc.tuple(header.map(b64), part).map(([first, second]) => signHs256(`${first}.${second}`)),
);

describe('for any input', () => {
  test('decode returns claims or throws a JwtError, the same on both engines', async () => {
    await fc.assert(
      fc.asyncProperty(token, async (text) => {
        const first = await answer(() => verify(text, SECRET, rules));
        expect(await answer(() => verifySync(text, SECRET, rules))).toEqual(first);
      }),
      { numRuns: 1500 },
    );
  });

  test('decodeUnverified returns claims or throws a JwtError, and accepts all that decode accepts', async () => {
    await fc.assert(
      fc.asyncProperty(token, async (text) => {
        const verified = await answer(() => verify(text, SECRET, rules));
        const read = await answer(() => decodeUnverified(text).claims);
        if (typeof verified === 'object') expect(read).toEqual(verified);
      }),
      { numRuns: 1500 },
    );
  });

  test('rejects an object with a member twice, in any spelling', () => {
    const space = fc.constantFrom('', '', ' ', '\n', '\t');
    const name = fc.constantFrom('"a"', '"b"', '":"', '""', '"a\\""', '"\\u0061"');
    const value = fc.constantFrom('1', '":"', '"a\\":"', '[":"]', '{"a":1}', '"\\\\"', 'null');
    const member = fc.tuple(space, name, space, space, value, space);
    fc.assert(
      fc.property(fc.array(member, { minLength: 1, maxLength: 4 }), (members) => {
        const names = members.map(([, text]) => JSON.parse(text));
        const written = members.map(([a, key, b, c, item, d]) => `${a}${key}${b}:${c}${item}${d}`);
        const read = (): unknown => parseJsonObject(`{${written.join()}}`, 'payload');
        if (new Set(names).size === names.length) expect(read()).toEqual(JSON.parse(`{${written.join()}}`));
        else expect(read).toThrow(DuplicateMemberError);
      }),
      { numRuns: 3000 },
    );
  });

  test('lint returns findings', () => {
    fc.assert(
      fc.property(token, (text) => Array.isArray(lint(text))),
      { numRuns: 1000 },
    );
  });

  test('importKey returns a key or throws a JwtError', async () => {
    const keyText = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc
        .tuple(
          fc.constantFrom(
            'PRIVATE KEY',
            'PUBLIC KEY',
            'RSA PRIVATE KEY',
            'EC PRIVATE KEY',
            'CERTIFICATE',
            'OPENSSH PRIVATE KEY',
          ),
          bytes,
        )
        .map(
          ([label, der]) =>
            `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`,
        ),
      bytes.map((blob) => `ssh-rsa ${Buffer.from(blob).toString('base64')}`),
      bytes.map(
        (rest) =>
          `-----BEGIN OPENSSH PRIVATE KEY-----\n${Buffer.concat([Buffer.from('openssh-key-v1\0'), rest]).toString('base64')}\n-----END OPENSSH PRIVATE KEY-----`,
      ),
      fc
        .dictionary(
          fc.constantFrom('kty', 'n', 'e', 'd', 'x', 'y', 'crv', 'k', 'p', 'q'),
          fc.oneof(bytes.map(b64), fc.jsonValue(), fc.constantFrom('RSA', 'EC', 'OKP', 'P-256')),
        )
        .map((jwk) => JSON.stringify(jwk)),
    );
    await fc.assert(
      fc.asyncProperty(
        keyText,
        fc.constantFrom('HS256', 'RS256', 'ES256', 'Ed25519'),
        async (text, algorithm) => {
          await answer(() => importKey(text, { algorithm, allowWeakKey: true }));
          await answer(() => importKey(Buffer.from(text), { algorithm, passphrase: 'x' }));
          await answer(() => verifySync(forge({}), text, { algorithms: ['HS256'], allowWeakKey: true }));
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('a round trip', () => {
  const names = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((name) => name !== '__proto__');
  // JSON has no -0. Claims are compared in the form that JSON gives them.
  const claimSets = fc
    .dictionary(names, fc.jsonValue({ maxDepth: 6 }), { maxKeys: 10 })
    .filter(
      (claims) =>
        !['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti'].some((name) => Object.hasOwn(claims, name)),
    )
    .map((claims) => JSON.stringify(claims))
    .filter(
      (text) =>
        text.length < DEFAULT_MAX_TOKEN_LENGTH / 2 &&
        !text.includes('"__proto__"') &&
        !/\\ud[89a-f]/i.test(text),
    )
    .map((text): Claims => JSON.parse(text));

  test('gives any claims back', async () => {
    const key = await importKey(SECRET, { algorithm: 'HS256', kind: 'secret' });
    await fc.assert(
      fc.asyncProperty(claimSets, async (claims) => {
        const made = await sign(claims, key, { algorithm: 'HS256' });
        expect(signSync(claims, key, { algorithm: 'HS256' })).toBe(made);
        expect(await verify(made, key, { algorithms: ['HS256'] })).toEqual(claims);
      }),
      { numRuns: 500 },
    );
  });

  test('gives nothing back after any change of one character', async () => {
    const made = await sign({ id: 1, name: 'x' }, SECRET, { algorithm: 'HS256' });
    await fc.assert(
      fc.asyncProperty(
        fc.nat(made.length - 1),
        fc.string({ minLength: 1, maxLength: 1 }),
        async (at, character) => {
          fc.pre(made[at] !== character);
          const changed = made.slice(0, at) + character + made.slice(at + 1);
          expect(await answer(() => verify(changed, SECRET, { algorithms: ['HS256'] }))).toMatch(/^ERR_/);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('rules of claims', () => {
  const value = fc.oneof(
    fc.constantFrom(0, 100, 101, 99, -1, 1e300, 'a', 'b', '', null),
    fc.jsonValue({ maxDepth: 1 }),
  );
  const claimSets = fc.dictionary(
    fc.constantFrom('iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'role'),
    value,
  );
  const ruleSets = fc.record(
    {
      issuer: fc.constantFrom('a', 'b'),
      audience: fc.constantFrom('a', 'b'),
      subject: fc.constant('a'),
      tokenId: fc.constant('a'),
      leeway: fc.constantFrom(0, 1),
      maxAge: fc.constantFrom(0, 1, 100),
      require: fc.subarray(['exp', 'role']),
    },
    { requiredKeys: [] },
  );
  const now = new Date(100_000);

  test('checkClaims and validateClaims agree', () => {
    fc.assert(
      fc.property(claimSets, ruleSets, (claims, some) => {
        const failures = checkClaims(claims, { ...some, now });
        let thrown: unknown;
        try {
          validateClaims(claims, { ...some, now });
        } catch (error) {
          thrown = error;
        }
        expect(thrown).toStrictEqual(failures[0]);
      }),
      { numRuns: 2000 },
    );
  });

  test('a token that is valid stays valid with more leeway, and one that expired stays expired later', () => {
    fc.assert(
      fc.property(claimSets, fc.nat(1000), fc.nat(1000), (claims, leeway, later) => {
        const has = (code: string, seconds: number, some: number) =>
          checkClaims(claims, { now: new Date(seconds * 1000), leeway: some }).some(
            (failure) => failure.code === code,
          );
        if (checkClaims(claims, { now }).length === 0)
          expect(checkClaims(claims, { now, leeway })).toEqual([]);
        if (has('ERR_TOKEN_EXPIRED', 100, 0)) expect(has('ERR_TOKEN_EXPIRED', 100 + later, 0)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
