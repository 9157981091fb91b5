import { nobleDigest, nobleHmac } from '../noble/noble.ts';
import { bytesRuntime } from './bytes.web.ts';
import type { DigestRuntime } from './digest.ts';

const { encode } = bytesRuntime;

/** Browsers, workers, Deno and Bun: @noble/hashes. */
export const digestRuntime: DigestRuntime = {
  extraAlgorithms: () => new Map(),
  treeHashingObstacle: () => 'is available on Node.js only, because @noble/hashes has no tree hashing',
  start: (spec) => nobleDigest(spec, encode),

  once(spec, data, encoding) {
    const state = nobleDigest(spec, encode);
    state.update(data);
    return encoding === undefined ? state.digest(spec.length) : state.text(spec.length, encoding);
  },

  startHmac: (spec, key) => nobleHmac(spec, key, { start: digestRuntime.start, encode }),

  hmac(spec, key, message, encoding) {
    const state = digestRuntime.startHmac(spec, key);
    state.update(message);
    return encoding === undefined ? state.digest(spec.length) : state.text(spec.length, encoding);
  },
};
