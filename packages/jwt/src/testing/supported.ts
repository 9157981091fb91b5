import { generateKeyPairSync } from 'node:crypto';
import { type Algorithm, algorithms } from '../index.ts';

/** Algorithms of this Node.js. ML-DSA came with OpenSSL 3.5, in Node.js 24. */
export const supported: readonly Algorithm[] = algorithms.filter(
  (algorithm) => !algorithm.startsWith('ML-DSA') || canMake(algorithm),
);

/** Algorithms that it lacks and must reject. */
export const unsupported: readonly Algorithm[] = algorithms.filter(
  (algorithm) => !supported.includes(algorithm),
);

function canMake(algorithm: Algorithm): boolean {
  try {
    // The types of Node.js do not name these yet.
    Reflect.apply(generateKeyPairSync, undefined, [algorithm.toLowerCase()]);
    return true;
  } catch {
    return false;
  }
}
