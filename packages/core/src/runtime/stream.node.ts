import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { StreamRuntime } from './stream.ts';

/** Node.js: its streams and web streams. */
export const streamRuntime: StreamRuntime = {
  isDisturbed: (stream) => ('pipe' in stream || 'getReader' in stream ? isDisturbed(stream) : false),
  nextTurn: () => setImmediate(),
};

function isDisturbed(stream: object): boolean {
  return Reflect.apply(Readable.isDisturbed, Readable, [stream]) === true;
}
