import { randomFillSync } from 'node:crypto';
import { startupSnapshot } from 'node:v8';
import type { RandomRuntime } from './random.ts';

/** Node.js: OpenSSL's generator. */
export const randomRuntime: RandomRuntime = {
  fill(bytes) {
    randomFillSync(bytes);
  },
  mayKeepBytes: () => !startupSnapshot.isBuildingSnapshot(),
};
