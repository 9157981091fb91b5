import { generateKeyPairSync } from 'node:crypto';
import { type Algorithm, algorithms } from '../index.ts';

/** What this Node.js has: ML-DSA came with OpenSSL 3.5, in Node.js 24. */
export const supported: readonly Algorithm[] = algorithms.filter(
  (algorithm) => !algorithm.startsWith('ML-DSA') || canMake(algorithm),
);

/** What it lacks, so that tests can see it refused. */
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
