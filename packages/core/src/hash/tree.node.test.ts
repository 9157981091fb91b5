import { expect, test } from 'vitest';
import { createHash, hash } from './hash.ts';

test("a tree of two leaves, as in Python's documentation", () => {
  const message = new Uint8Array(6000);
  const leafSize = 4096;
  const tree = { fanout: 2, depth: 2, leafSize, innerSize: 64 };
  const left = hash('blake2b', message.subarray(0, leafSize), { tree });
  const right = hash('blake2b', message.subarray(leafSize), {
    tree: { ...tree, nodeOffset: 1, lastNode: true },
  });
  const root = createHash('blake2b', { length: 32, tree: { ...tree, nodeDepth: 1, lastNode: true } });
  root.update(left).update(right);
  expect(root.digest('hex')).toBe('3ad2a9b37c6070e374c7a8c508fe20ca86b6ed54e286e93a0318e95e881db5aa');
  // Reading it has not ended it.
  expect(root.copy().digest('hex')).toBe(root.digest('hex'));
});

test.each([
  ['blake2b', { fanout: 256 }, 'fanout'],
  ['blake2b', { depth: 0 }, 'depth'],
  ['blake2b', { leafSize: 2 ** 32 }, 'leafSize'],
  ['blake2b', { nodeOffset: 2n ** 64n }, 'nodeOffset'],
  ['blake2s', { nodeOffset: 2n ** 48n }, 'nodeOffset'],
  ['blake2s', { nodeOffset: -1 }, 'nodeOffset'],
  ['blake2b', { nodeDepth: 1.5 }, 'nodeDepth'],
  ['blake2s', { innerSize: 33 }, 'innerSize'],
])('%s rejects the tree %o and names the parameter', (algorithm, tree, argument) => {
  expect(() => hash(algorithm, '', { tree })).toThrow(expect.objectContaining({ argument }));
});
