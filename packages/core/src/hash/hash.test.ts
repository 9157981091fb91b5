import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode, toHex } from '../encoding/encoding.ts';
import { algorithmsAvailable, algorithmsGuaranteed, resolveAlgorithm } from './algorithms.ts';
import { createHash, hash } from './hash.ts';

const names = [...algorithmsGuaranteed];

test.each([
  ['SHA-256', 'sha256'],
  ['sha_256', 'sha256'],
  ['SHA2-256', 'sha256'],
  ['sha3_256', 'sha3-256'],
  ['SHA3-256', 'sha3-256'],
  ['shake_128', 'shake128'],
  ['SHAKE256', 'shake256'],
  ['sha512_256', 'sha512-256'],
  ['SHA-512/256', 'sha512-256'],
  ['SHA512/224', 'sha512-224'],
  ['BLAKE2b512', 'blake2b'],
  ['BLAKE2s-256', 'blake2s'],
  ['BLAKE3', 'blake3'],
])('resolves %s to %s', (spelling, name) => {
  expect(resolveAlgorithm(spelling).name).toBe(name);
  expect(hash(spelling, 'x')).toEqual(hash(name, 'x'));
});

test.each(['', 'sha', 'sha257', 'nope', 'constructor', '__proto__', 'sha256\0', 'x'.repeat(10_000)])(
  'rejects the algorithm %j',
  (name) => {
    expect(() => hash(name, '')).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument: 'algorithm' }),
    );
  },
);

test('computes every available algorithm, whole and in parts', () => {
  expect(algorithmsAvailable().size).toBeGreaterThanOrEqual(17);
  for (const name of algorithmsAvailable()) {
    const digest = createHash(name).update('a').update('b');
    expect(digest.digest()).toEqual(hash(name, 'ab'));
    expect(digest.digest()).toHaveLength(digest.digestSize);
    expect(digest.name).toBe(name);
  }
});

describe.each(names)('%s', (name) => {
  test('continues after a reading', () => {
    const digest = createHash(name).update('one');
    const first = digest.digest('hex');
    expect(digest.digest('hex')).toBe(first);
    expect(first).toBe(hash(name, 'one', { encoding: 'hex' }));
    expect(digest.update(' two').digest()).toEqual(hash(name, 'one two'));
  });

  test('continues a copy independently, also for long messages in turns', () => {
    const long = new Uint8Array(10_000).fill(7);
    const digest = createHash(name).update(long);
    const copy = digest.copy();
    digest.update('left');
    copy.update('right');
    digest.update('!');
    expect(toHex(digest.digest())).toBe(hash(name, concat(long, 'left!'), { encoding: 'hex' }));
    expect(toHex(copy.digest())).toBe(hash(name, concat(long, 'right'), { encoding: 'hex' }));
    expect(toHex(copy.copy().update('x').digest())).not.toBe(toHex(copy.digest()));
  });

  test('copies its input and its results', () => {
    const data = new Uint8Array([1, 2, 3]);
    const digest = createHash(name).update(data);
    data.fill(0);
    expect(digest.digest()).toEqual(hash(name, new Uint8Array([1, 2, 3])));
    digest.digest().fill(0);
    expect(digest.digest()).toEqual(hash(name, new Uint8Array([1, 2, 3])));
  });

  test('gives the same digest for any division into parts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.uint8Array({ maxLength: 3000 }), fc.string({ unit: 'grapheme' })), {
          maxLength: 8,
        }),
        (parts) => {
          const digest = createHash(name);
          for (const part of parts) digest.update(part);
          expect(digest.digest('hex')).toBe(hash(name, concat(...parts), { encoding: 'hex' }));
        },
      ),
      { numRuns: 30 },
    );
  });

  test('returns plain arrays with their own memory', () => {
    for (const digest of [hash(name, ''), createHash(name).digest()]) {
      expect(Object.getPrototypeOf(digest)).toBe(Uint8Array.prototype);
      expect(digest.buffer.byteLength).toBe(digest.byteLength);
    }
  });
});

function concat(...parts: readonly (Uint8Array | string)[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => [...(typeof part === 'string' ? new TextEncoder().encode(part) : part)]),
  );
}

test.each([
  ['hex', '61'],
  ['base64', 'YQ=='],
  ['base64url', 'YQ'],
] as const)('encodes a digest as %s', (encoding, shape) => {
  const digest = hash('sha256', 'a', { encoding });
  expect(decode(digest, encoding)).toEqual(hash('sha256', 'a'));
  expect(createHash('sha256').update('a').digest(encoding)).toBe(digest);
  expect(createHash('sha256').update('a').digest({ encoding })).toBe(digest);
  expect(decode(shape, encoding)).toEqual(new Uint8Array([0x61]));
});

test('rejects a view of wider elements', () => {
  // @ts-expect-error the types allow a Uint8Array only
  expect(() => hash('sha256', new Uint32Array([1, 2]))).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }),
  );
});

describe('extendable output', () => {
  test.each(['shake128', 'shake256', 'blake3'])('%s outputs a prefix for a shorter length', (name) => {
    const digest = createHash(name).update('seed');
    const long = digest.digest({ length: 5000, encoding: 'hex' });
    for (const length of [0, 1, 31, 32, 33, 64, 128, 129, 4999]) {
      expect(digest.digest({ length, encoding: 'hex' })).toBe(long.slice(0, length * 2));
      expect(toHex(hash(name, 'seed', { length }))).toBe(long.slice(0, length * 2));
    }
    expect(createHash(name, { length: 7 }).digestSize).toBe(7);
    expect(createHash(name, { length: 7 }).update('seed').copy().digest('hex')).toBe(long.slice(0, 14));
  });

  test.each([-1, 1.5, Number.NaN, 2 ** 23 + 1, 2 ** 29, '7'])('rejects an output of %j bytes', (length) => {
    // @ts-expect-error a string is not a length
    expect(() => hash('shake128', '', { length })).toThrow(expect.objectContaining({ argument: 'length' }));
  });

  test('outputs more than 16 KiB of BLAKE3 if createHash has the length', () => {
    const long = hash('blake3', 'x', { length: 20_000 });
    expect(long.subarray(0, 16_384)).toEqual(hash('blake3', 'x', { length: 16_384 }));
    expect(createHash('blake3', { length: 20_000 }).update('x').digest()).toEqual(long);
    expect(() => createHash('blake3').digest({ length: 20_000 })).toThrow(
      expect.objectContaining({ argument: 'length' }),
    );
  });
});

describe('parameters', () => {
  const key = new Uint8Array(32).fill(1);

  test('fills a short BLAKE2 salt and personalization with zeros', () => {
    const plain = hash('blake2b', 'x', { length: 20 });
    const empty = new Uint8Array(0);
    expect(hash('blake2b', 'x', { length: 20, salt: empty, personalization: '' })).toEqual(plain);
    const short = hash('blake2b', 'x', { salt: new Uint8Array([1]), personalization: 'a' });
    const full = hash('blake2b', 'x', {
      salt: new Uint8Array(16).fill(1, 0, 1),
      personalization: `a${'\0'.repeat(15)}`,
    });
    expect(short).toEqual(full);
  });

  test('computes different BLAKE2 digests for different lengths', () => {
    expect(hash('blake2s', 'x', { length: 8 })).not.toEqual(hash('blake2s', 'x').subarray(0, 8));
    expect(() => createHash('blake2s').digest({ length: 8 })).toThrow(
      expect.objectContaining({ argument: 'length' }),
    );
  });

  test('computes digests with different parameters in turns', () => {
    const digests = Array.from({ length: 20 }, (_, index) =>
      createHash('blake2b', { length: index + 1, key }),
    );
    for (const [turn, digest] of [...digests.entries(), ...digests.entries()]) digest.update(`${turn}`);
    for (const [turn, digest] of digests.entries()) {
      expect(digest.digest()).toEqual(hash('blake2b', `${turn}${turn}`, { length: turn + 1, key }));
    }
  });

  test.each([
    ['sha256', { key }, 'key'],
    ['blake2b', { key: '' }, 'key'],
    ['blake2s', { key: new Uint8Array(0) }, 'key'],
    ['blake3', { key: '' }, 'key'],
    ['sha256', { length: 16 }, 'length'],
    ['sha256', { personalization: 'x' }, 'personalization'],
    ['shake128', { salt: 'x' }, 'salt'],
    ['blake2b', { length: 65 }, 'length'],
    ['blake2b', { length: 0 }, 'length'],
    ['blake2s', { length: 33 }, 'length'],
    ['blake2b', { key: new Uint8Array(65) }, 'key'],
    ['blake2s', { key: new Uint8Array(33) }, 'key'],
    ['blake2b', { salt: new Uint8Array(17) }, 'salt'],
    ['blake2s', { salt: new Uint8Array(9) }, 'salt'],
    ['blake2s', { personalization: 'nine bytes' }, 'personalization'],
    ['blake2b', { context: 'x' }, 'context'],
    ['blake3', { key: new Uint8Array(31) }, 'key'],
    ['blake3', { key, context: 'x' }, 'context'],
    ['blake3', { salt: 'x' }, 'salt'],
    ['blake2b', { person: 'x' }, 'person'],
    ['sha256', { encodign: 'hex' }, 'encodign'],
    ['sha256', { encoding: 'HEX' }, 'encoding'],
    ['sha256', null, 'options'],
    ['sha256', 'hex', 'options'],
  ])('%s rejects %o and names the option', (algorithm, options, argument) => {
    // @ts-expect-error wrong options, as JavaScript may pass them
    expect(() => hash(algorithm, '', options)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument }),
    );
  });

  test('computes tree hashing, or rejects it with the reason', () => {
    const attempt = (): string =>
      hash('blake2b', 'x', { tree: { fanout: 2, depth: 2, lastNode: true }, encoding: 'hex' });
    if (process.env['TEST_RUNTIME'] === 'web')
      expect(attempt).toThrow(expect.objectContaining({ argument: 'tree' }));
    else expect(attempt()).toMatch(/^ca3756aaf168e7017320577c8bdaeb2c/);
  });
});

test.each(['update', 'digest'])('rejects a detached array in %s', (method) => {
  const data = new Uint8Array(8);
  structuredClone(data.buffer, { transfer: [data.buffer] });
  const run = method === 'update' ? () => createHash('sha256').update(data) : () => hash('sha256', data);
  expect(run).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument: 'data' }));
});

test('rejects a second argument of update', () => {
  const digest = createHash('sha256');
  expect(() => Reflect.apply(digest.update, digest, ['61', 'hex'])).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument: 'data' }),
  );
  expect(digest.digest('hex')).toBe(hash('sha256', '', { encoding: 'hex' }));
});

test('copies a key when the digest starts', () => {
  const key = new Uint8Array(32).fill(1);
  const digest = createHash('blake3', { key });
  const expected = hash('blake3', 'x', { key, encoding: 'hex' });
  key.fill(0);
  expect(digest.update('x').digest('hex')).toBe(expected);
});
