import { describe, expect, test } from 'vitest';
import { hash } from './hash.ts';
import { hashStream } from './stream.ts';

const pieces = [new Uint8Array(70_000).fill(1), 'text, é', new Uint8Array(0), new Uint8Array([1, 2, 3])];
const digest = hash(
  'sha256',
  Uint8Array.from(
    pieces.flatMap((piece) => [...(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece)]),
  ),
  { encoding: 'hex' },
);

async function* generated(): AsyncGenerator<Uint8Array | string> {
  for (const piece of pieces) yield piece;
}

function readable(iterable = true): ReadableStream<Uint8Array> {
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) {
        controller.enqueue(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece);
      }
      controller.close();
    },
  });
  // As in the browsers that cannot iterate streams.
  if (!iterable) Object.defineProperty(stream, Symbol.asyncIterator, { value: undefined });
  return stream;
}

test.each([
  ['an async generator', generated],
  ['an array', () => pieces],
  ['a ReadableStream', () => readable()],
  ['a response body', () => new Response(readable()).body ?? []],
])('takes in %s', async (_name, source) => {
  expect(await hashStream('sha256', source(), { encoding: 'hex' })).toBe(digest);
});

test('takes the parameters of the digest', async () => {
  const parameters = { length: 20, personalization: 'x' };
  expect(await hashStream('blake2b', ['a', 'b'], parameters)).toEqual(hash('blake2b', 'ab', parameters));
});

test('reports the bytes after each piece', async () => {
  const seen: number[] = [];
  await hashStream('sha256', generated(), { onProgress: ({ bytes }) => seen.push(bytes) });
  expect(seen).toEqual([70_000, 70_008, 70_008, 70_011]);
});

describe('the source is asked for the next piece when the last is taken in', () => {
  test('so only one is ever in hand', async () => {
    let given = 0;
    let taken = 0;
    async function* source(): AsyncGenerator<Uint8Array> {
      for (; given < 50; given++) {
        expect(given - taken).toBeLessThanOrEqual(1);
        yield new Uint8Array(10);
      }
    }
    await hashStream('sha256', source(), { onProgress: () => taken++ });
    expect(taken).toBe(50);
  });
});

describe('stopping', () => {
  /** A source that gives one piece and is silent from then on. */
  function silent(): { source: AsyncIterable<Uint8Array>; stopped: () => boolean } {
    let isStopped = false;
    const pieces = [new Uint8Array(1)];
    const iterator = {
      next(): Promise<IteratorResult<Uint8Array>> {
        const value = pieces.pop();
        return value ? Promise.resolve({ done: false, value }) : new Promise(() => {});
      },
      async return(): Promise<IteratorResult<Uint8Array>> {
        isStopped = true;
        return { done: true, value: undefined };
      },
    };
    return { source: { [Symbol.asyncIterator]: () => iterator }, stopped: () => isStopped };
  }

  test('a signal ends it though the source is silent, and the source is told', async () => {
    const controller = new AbortController();
    const { source, stopped } = silent();
    const outcome = hashStream('sha256', source, {
      signal: controller.signal,
      onProgress: () => queueMicrotask(() => controller.abort('enough')),
    });
    await expect(outcome).rejects.toMatchObject({ code: 'ERR_ABORTED', cause: 'enough' });
    expect(stopped()).toBe(true);
  });

  test('a signal that was given before stops it before the source is read', async () => {
    const { source, stopped } = silent();
    const outcome = hashStream('sha256', source, { signal: AbortSignal.abort() });
    await expect(outcome).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    expect(stopped()).toBe(true);
  });

  test('a stream is cancelled when onProgress throws, and its error comes through', async () => {
    const mistake = new Error('mine');
    let reason: unknown = 'not cancelled';
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(1)),
      cancel: (given) => {
        reason = given;
      },
    });
    const outcome = hashStream('sha256', stream, {
      onProgress: () => {
        throw mistake;
      },
    });
    await expect(outcome).rejects.toBe(mistake);
    await expect.poll(() => reason).not.toBe('not cancelled');
  });

  test("the source's own error comes through", async () => {
    const failure = new Error('connection lost');
    // biome-ignore lint/correctness/useYield: it fails before its first piece
    async function* failing(): AsyncGenerator<Uint8Array> {
      throw failure;
    }
    await expect(hashStream('sha256', failing())).rejects.toBe(failure);
  });
});

test.each([
  ['source', 'text'],
  ['source', new Uint8Array(3)],
  ['source', null],
  ['source', 7],
  ['source', {}],
  ['source', [1, 2]],
  ['source', ['\ud800']],
])('refuses a wrong %s: %j', async (argument, source) => {
  // @ts-expect-error wrong sources, as JavaScript may pass them
  await expect(hashStream('sha256', source)).rejects.toMatchObject({
    code: 'ERR_INVALID_ARGUMENT',
    argument,
  });
});

test.each([
  ['signal', { signal: 'stop' }],
  ['onProgress', { onProgress: true }],
  ['progress', { progress: () => {} }],
])('refuses a wrong %s', async (argument, options) => {
  // @ts-expect-error wrong options
  await expect(hashStream('sha256', [], options)).rejects.toMatchObject({ argument });
});
