import { createHmac } from 'node:crypto';
import { type Algorithm, decodeUnverified, generateKey, type Key, lint, sign } from '@countersign/jwt';
import { verifySync } from '@countersign/jwt/node';
import fc from 'fast-check';
import { damagedText } from '../damage.ts';
import { PROMPT, type Target } from '../target.ts';
import { isCountersignError } from './typed.ts';

const SECRET = Uint8Array.from({ length: 64 }, (_, index) => index + 1);
const NOW = new Date(1_700_000_000_000);
const LIFETIME = { issuedAt: NOW, now: NOW, expiresIn: 3600 };

/** The keys that the verifier has. */
const KEYS = new Map<Algorithm, Key<'public'> | Uint8Array>([['HS256', SECRET]]);
const TOKENS: string[] = [];
const CLAIMS = {
  iss: 'https://issuer.example',
  aud: ['api', 'web'],
  sub: 'user-42',
  role: 'éditeur',
  nested: { list: [1, null, 'x'] },
};

for (const algorithm of ['RS256', 'ES256', 'Ed25519'] as const) {
  const { privateKey, publicKey } = await generateKey(algorithm, { keyId: `key of ${algorithm}` });
  KEYS.set(algorithm, publicKey);
  TOKENS.push(await sign(CLAIMS, privateKey, { algorithm, ...LIFETIME }));
}
TOKENS.push(
  await sign(CLAIMS, SECRET, { algorithm: 'HS256', ...LIFETIME }),
  await sign({}, SECRET, { algorithm: 'HS256', type: 'at+jwt', keyId: 'a', header: { x: { y: [1] } } }),
);

const WORDS = [
  '.',
  '..',
  '=',
  '-',
  '_',
  '+',
  'eyJhbGciOiJub25lIn0',
  '\n',
  ' ',
  '\0',
  'é',
  'A',
  'AAAA',
  'Bearer ',
];
const JSON_WORDS = [
  '"alg":"none"',
  '"alg":"HS256"',
  '"crit":["exp"]',
  '"b64":false',
  '"jwk":{}',
  '"jku":"https://x"',
  '"kid":null',
  '"typ":"JWT"',
  '"zip":"DEF"',
  '"exp":1e400',
  '"exp":"1"',
  '"nbf":-1',
  '"aud":[[]]',
  '"__proto__":{}',
  '[[[[[[[[',
  '{"a":',
  '\\u0000',
  '\\ud800',
  '1e5',
  'null',
  '"',
  ',',
  '}',
];

const json = damagedText(
  [
    '{"alg":"HS256"}',
    '{"alg":"HS256","typ":"JWT","kid":"a"}',
    '{"alg":"HS256","crit":["b64"],"b64":false}',
    JSON.stringify({ ...CLAIMS, exp: 1_700_003_600, nbf: 1_700_000_000, iat: 1.5, jti: 'x' }),
    '{}',
    '[]',
    '"a"',
  ],
  JSON_WORDS,
);
const header = fc.oneof(
  { arbitrary: fc.constantFrom('{"alg":"HS256"}', '{"alg":"HS256","kid":"a"}'), weight: 2 },
  { arbitrary: json, weight: 2 },
  fc
    .dictionary(
      fc.constantFrom(
        'alg',
        'typ',
        'cty',
        'kid',
        'crit',
        'b64',
        'jwk',
        'jku',
        'x5u',
        'x5c',
        'zip',
        'p2c',
        'x',
      ),
      fc.jsonValue({ maxDepth: 2 }),
    )
    .map((members) => JSON.stringify({ alg: 'HS256', ...members })),
);
const payload = fc.oneof(
  json,
  fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value)),
);
const bytes = (text: string): string => Buffer.from(text).toString('base64url');

interface Input {
  readonly token: string;
  /** Whether the owner of the key signed it. */
  readonly isSigned: boolean;
  readonly algorithm: Algorithm;
}

const algorithm = fc.constantFrom<Algorithm>('HS256', 'HS256', 'RS256', 'ES256', 'Ed25519');

/** Verifying, reading and judging a token. A token that nobody signed must never be accepted. */
export const tokens: Target<Input> = {
  name: 'tokens',
  inputs: fc.oneof(
    {
      arbitrary: fc.record({ token: damagedText(TOKENS, WORDS), isSigned: fc.constant(false), algorithm }),
      weight: 4,
    },
    {
      arbitrary: fc.record({
        token: fc.tuple(header, payload).map(([first, second]) => signed(`${bytes(first)}.${bytes(second)}`)),
        isSigned: fc.constant(true),
        algorithm,
      }),
      weight: 4,
    },
    fc.record({
      token: fc.string({ unit: 'binary', maxLength: 400 }),
      isSigned: fc.constant(false),
      algorithm,
    }),
  ),
  answer({ token, isSigned, algorithm }) {
    for (const read of [() => lint(token, { now: NOW }), () => decodeUnverified(token)]) quietly(read);
    const key = KEYS.get(algorithm) ?? SECRET;
    verifySync(token, key, { algorithms: [algorithm], now: NOW, skipChecks: ['aud'] });
    if (!isSigned && !TOKENS.includes(token)) throw new Error('A token that nobody signed was accepted.');
  },
  isTyped: isCountersignError,
  ceiling: PROMPT,
};

function signed(input: string): string {
  return `${input}.${createHmac('sha256', SECRET).update(input).digest('base64url')}`;
}

function quietly(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    if (!isCountersignError(error)) throw error;
  }
}
