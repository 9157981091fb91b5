import type { StreamRuntime } from './stream.ts';

/** Browsers, workers, Deno and Bun: web streams, and the streams of Node.js where they exist. */
export const streamRuntime: StreamRuntime = {
  isDisturbed(stream) {
    if ('readableDidRead' in stream) return stream.readableDidRead === true;
    return 'getReader' in stream && isDisturbed(stream);
  },
  nextTurn: () => new Promise((resolve) => setTimeout(resolve)),
};

/** A Response accepts a stream as its body only if nobody has read from it. */
function isDisturbed(stream: object): boolean {
  try {
    Reflect.construct(Response, [stream]);
    return false;
  } catch {
    return true;
  }
}
