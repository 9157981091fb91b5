import type { RandomRuntime } from './random.ts';

/** The most that one call of getRandomValues fills (Web Cryptography API section 10.1.1). */
const MAX_BYTES = 65_536;

/** Browsers, workers, Deno and Bun: WebCrypto. */
export const randomRuntime: RandomRuntime = {
  fill(bytes) {
    for (let start = 0; start < bytes.length; start += MAX_BYTES) {
      crypto.getRandomValues(bytes.subarray(start, start + MAX_BYTES));
    }
  },
  mayKeepBytes: () => true,
};
