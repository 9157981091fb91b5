import { readVectors } from '@countersign/vitest-config/vectors';
import { expect, test } from 'vitest';
import {
  type Algorithm,
  createKeySet,
  importKey,
  type Jwk,
  type Jwks,
  JwtError,
  verifyJws,
} from '../index.ts';

interface Vector {
  readonly tcId: number;
  readonly comment: string;
  readonly result: string;
  readonly jws?: unknown;
}

interface Group {
  readonly comment: string;
  readonly private: Jwk | Jwks;
  readonly public?: Jwk;
  readonly tests: readonly Vector[];
}

const { testGroups } = readVectors('wycheproof/json_web_crypto_test.json') as {
  readonly testGroups: readonly Group[];
};

// JWE is not offered: its groups have no jws.
const cases = testGroups.flatMap((group) =>
  group.tests.flatMap((vector) => ('jws' in vector ? [{ ...vector, group }] : [])),
);

function isKeySet(key: Jwk | Jwks): key is Jwks {
  return 'keys' in key;
}

async function verify({ group, jws }: (typeof cases)[number]): Promise<void> {
  const token = typeof jws === 'string' ? jws : JSON.stringify(jws);
  if (isKeySet(group.private)) {
    const [first] = group.private.keys;
    await verifyJws(token, createKeySet(group.private), { algorithms: [algorithmOf(first)] });
    return;
  }
  const key = group.public ?? group.private;
  const algorithm = algorithmOf(key);
  const imported = await importKey(key, { algorithm });
  if (imported.kind === 'private') throw new Error('The vectors have a public key for every private one.');
  await verifyJws(token, imported, { algorithms: [algorithm] });
}

function algorithmOf(key: Jwk | undefined): Algorithm {
  if (key?.alg === 'HS256' || key?.alg === 'ES256' || key?.alg === 'RS256') return key.alg;
  throw new Error(`The vectors have a key for ${key?.alg}, which nobody thought of here.`);
}

async function outcome(vector: (typeof cases)[number]): Promise<'valid' | 'invalid'> {
  try {
    await verify(vector);
    return 'valid';
  } catch (error) {
    if (error instanceof JwtError) return 'invalid';
    throw error;
  }
}

test.each(cases)('$tcId $group.comment: $comment ($result)', async (vector) => {
  expect(await outcome(vector)).toBe(vector.result);
});

test('all 49 JWS vectors ran: 4 are accepted, 45 refused', () => {
  expect(cases).toHaveLength(49);
  expect(cases.filter(({ result }) => result === 'valid')).toHaveLength(4);
});
