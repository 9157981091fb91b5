import { countCases, differentialRuns, differentialSeed } from '@countersign/vitest-config/differential';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  algorithmsGuaranteed,
  compareDigest,
  createHash,
  createHmac,
  type DigestParameters,
  fromHex,
  resolveAlgorithm,
  toHex,
  tokenBytes,
  tokenHex,
  tokenUrlSafe,
} from './index.ts';
import { askCPython, type Case } from './testing/cpython.ts';

// Thousands of random questions to hashlib, hmac and secrets of CPython, each answered by this package too.

const FIXED = 'md5 sha1 sha224 sha256 sha384 sha512 sha3_224 sha3_256 sha3_384 sha3_512'.split(' ');
const XOF = ['shake_128', 'shake_256'];
const BLAKE2 = ['blake2b', 'blake2s'];

const bytes = (maxLength: number, minLength = 0): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength, maxLength, size: 'max' }).map((value) => toHex(value));
const parts = fc.array(fc.oneof(bytes(8), bytes(300), bytes(5000)), { minLength: 1, maxLength: 4 });

const plain: fc.Arbitrary<Case> = fc.record({
  ask: fc.constant('digest' as const),
  algorithm: fc.constantFrom(...FIXED, ...BLAKE2),
  parts,
  length: fc.constant(null),
  parameters: fc.constant({}),
});

const extendable: fc.Arbitrary<Case> = fc.record({
  ask: fc.constant('digest' as const),
  algorithm: fc.constantFrom(...XOF),
  parts,
  length: fc.oneof(fc.nat(600), fc.constant(-1)),
  parameters: fc.constant({}),
});

/** A little beyond what is allowed, so that refusals are compared too. */
function blake2(algorithm: string): fc.Arbitrary<Case> {
  const max = algorithm === 'blake2b' ? 64 : 32;
  const block = fc.record(
    {
      digest_size: fc.integer({ min: 0, max: max + 1 }),
      // CPython accepts an empty key as no key. Here it is an error.
      key: bytes(max + 1, 1),
      salt: bytes(max / 4 + 1),
      person: bytes(max / 4 + 1),
    },
    { requiredKeys: [] },
  );
  const offset = algorithm === 'blake2b' ? 64n : 48n;
  const tree = fc.record(
    {
      fanout: fc.integer({ min: 0, max: 256 }),
      depth: fc.integer({ min: 0, max: 255 }),
      leaf_size: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      node_offset: fc.bigInt({ min: 0n, max: (1n << offset) - 1n }).map(String),
      node_depth: fc.integer({ min: 0, max: 255 }),
      inner_size: fc.integer({ min: 0, max }),
      last_node: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  return fc.record({
    ask: fc.constant('digest' as const),
    algorithm: fc.constant(algorithm),
    parts,
    length: fc.constant(null),
    parameters:
      process.env['TEST_RUNTIME'] === 'node'
        ? fc.tuple(block, tree).map(([a, b]): NonNullable<Case['parameters']> => ({ ...a, ...b }))
        : block,
  });
}

const mac: fc.Arbitrary<Case> = fc.record({
  ask: fc.constant('mac' as const),
  algorithm: fc.constantFrom(...FIXED, ...BLAKE2),
  key: fc.uint8Array({ minLength: 1, maxLength: 200, size: 'max' }).map((value) => toHex(value)),
  parts,
});

const compare: fc.Arbitrary<Case> = fc
  .tuple(bytes(6), bytes(6), fc.boolean())
  .map(([a, b, isSame]) => ({ ask: 'compare', parts: [a, isSame ? a : b] }));

const sizes: fc.Arbitrary<Case> = fc
  .integer({ min: -2, max: 100 })
  .map((length) => ({ ask: 'sizes', length }));

function ourParameters(given: NonNullable<Case['parameters']>): DigestParameters {
  const { digest_size, key, salt, person, node_offset, ...rest } = given;
  const data = (value: unknown): Uint8Array | undefined =>
    typeof value === 'string' ? fromHex(value) : undefined;
  const tree = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [
      name.replace(/_(.)/, (_, letter) => letter.toUpperCase()),
      value,
    ]),
  );
  const parameters = {
    length: digest_size,
    key: data(key),
    salt: data(salt),
    personalization: data(person),
    tree:
      node_offset === undefined
        ? Object.keys(tree).length > 0
          ? tree
          : undefined
        : { ...tree, nodeOffset: BigInt(node_offset) },
  };
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
}

/** The answer of this package; 'rejected' for an error. */
function answer({ ask, algorithm = '', key = '', parts: hex = [], length, parameters = {} }: Case): string {
  const data = hex.map((part) => fromHex(part));
  const reading = length === null || length === undefined ? {} : { length };
  try {
    if (ask === 'compare') {
      const [a = new Uint8Array(0), b = new Uint8Array(0)] = data;
      return compareDigest(a, b) ? 'True' : 'False';
    }
    if (ask === 'sizes') {
      const size = length ?? 0;
      return [tokenBytes(size), tokenHex(size), tokenUrlSafe(size)].map((token) => token.length).join(' ');
    }
    if (ask === 'about') {
      const { name, digestSize, blockSize } = createHash(algorithm);
      return `${name} ${digestSize} ${blockSize}`;
    }
    if (ask === 'mac') {
      const state = createHmac(algorithm, fromHex(key));
      return data.map((part) => state.update(part).digest('hex')).join(' ');
    }
    const state = createHash(algorithm, ourParameters(parameters));
    return data
      .map((part) => {
        const copy = state.update(part).copy().update('a copy goes its own way');
        return toHex(state.digest(reading)) + toHex(copy.digest(reading));
      })
      .join(' ');
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_ARGUMENT'
      ? 'rejected'
      : String(error);
  }
}

test('answers what CPython answers', { timeout: 600_000 }, async ({ task }) => {
  const seed = differentialSeed;
  const cases = [
    ...fc.sample(plain, { numRuns: differentialRuns(500), seed }),
    ...fc.sample(extendable, { numRuns: differentialRuns(300), seed }),
    ...fc.sample(blake2('blake2b'), { numRuns: differentialRuns(700), seed }),
    ...fc.sample(blake2('blake2s'), { numRuns: differentialRuns(700), seed }),
    ...fc.sample(mac, { numRuns: differentialRuns(500), seed }),
    ...fc.sample(compare, { numRuns: differentialRuns(200), seed }),
    ...fc.sample(sizes, { numRuns: differentialRuns(100), seed }),
  ];
  const theirs = await askCPython(cases);
  const wrong = cases.flatMap((given, index) => {
    // An exception's name is all letters; hex, sizes and truth values are not.
    const expected = theirs[index]?.replace(/^\w+Error$/, 'rejected');
    const ours = answer(given);
    return ours === expected ? [] : [{ given, ours, expected }];
  });
  expect(wrong.slice(0, 3), `seed ${seed}`).toEqual([]);
  countCases(task, cases.length);
  // The comparison would be empty if everything were rejected.
  const rejected = theirs.filter((text) => text.endsWith('Error')).length;
  expect(rejected).toBeGreaterThan(20);
  expect(rejected).toBeLessThan(cases.length / 2);
});

test("has every algorithm that hashlib guarantees, with CPython's sizes", async () => {
  const names = [...FIXED, ...BLAKE2, ...XOF];
  const theirs = await askCPython(names.map((algorithm) => ({ ask: 'about', algorithm })));
  for (const [index, name] of names.entries()) {
    const { digestSize, blockSize, family } = resolveAlgorithm(name);
    expect([...algorithmsGuaranteed]).toContain(resolveAlgorithm(name).name);
    // Python says 0 for SHAKE, which has a default length here.
    expect(`${name} ${family === 'xof' ? 0 : digestSize} ${blockSize}`).toBe(theirs[index]);
  }
});
