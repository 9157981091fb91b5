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
])('hashes %s', async (_name, source) => {
  expect(await hashStream('sha256', source(), { encoding: 'hex' })).toBe(digest);
});

test('accepts the parameters of the digest', async () => {
  const parameters = { length: 20, personalization: 'x' };
  expect(await hashStream('blake2b', ['a', 'b'], parameters)).toEqual(hash('blake2b', 'ab', parameters));
});

test('reports the bytes after each part', async () => {
  const seen: number[] = [];
  await hashStream('sha256', generated(), { onProgress: ({ bytes }) => seen.push(bytes) });
  expect(seen).toEqual([70_000, 70_008, 70_008, 70_011]);
});

describe('parts', () => {
  test('are requested one at a time', async () => {
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

  test('rejects when the signal is aborted, and stops a silent source', async () => {
    const controller = new AbortController();
    const { source, stopped } = silent();
    const outcome = hashStream('sha256', source, {
      signal: controller.signal,
      onProgress: () => queueMicrotask(() => controller.abort('enough')),
    });
    await expect(outcome).rejects.toMatchObject({ code: 'ERR_ABORTED', cause: 'enough' });
    expect(stopped()).toBe(true);
  });

  test('reads nothing if the signal is already aborted', async () => {
    const { source, stopped } = silent();
    const outcome = hashStream('sha256', source, { signal: AbortSignal.abort() });
    await expect(outcome).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    expect(stopped()).toBe(true);
  });

  test('cancels a stream when onProgress throws, and rejects with its error', async () => {
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

  test('rejects with the error of the source', async () => {
    const failure = new Error('connection lost');
    // biome-ignore lint/correctness/useYield: it fails before its first piece
    async function* failing(): AsyncGenerator<Uint8Array> {
      throw failure;
    }
    await expect(hashStream('sha256', failing())).rejects.toBe(failure);
  });
});

/** Endless sources that report whether they were stopped. */
const ENDLESS = {
  generator() {
    let isStopped = false;
    function* parts(): Generator<Uint8Array> {
      try {
        for (;;) yield new Uint8Array(1000);
      } finally {
        isStopped = true;
      }
    }
    return { source: parts(), isStopped: () => isStopped };
  },
  'async generator'() {
    let isStopped = false;
    async function* parts(): AsyncGenerator<string> {
      try {
        for (;;) yield 'text';
      } finally {
        isStopped = true;
      }
    }
    return { source: parts(), isStopped: () => isStopped };
  },
  'ReadableStream that always has data'() {
    let isStopped = false;
    const source = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(1000)),
      cancel: () => {
        isStopped = true;
      },
    });
    return { source, isStopped: () => isStopped };
  },
  'silent ReadableStream'() {
    let isStopped = false;
    const source = new ReadableStream<Uint8Array>({
      pull: () => new Promise(() => {}),
      cancel: () => {
        isStopped = true;
      },
    });
    return { source, isStopped: () => isStopped };
  },
} as const;

test.each(Object.entries(ENDLESS))(
  'stops a %s within 100 ms while the event loop runs',
  async (_kind, create) => {
    const { source, isStopped } = create();
    const controller = new AbortController();
    const outcome = hashStream('sha256', source, { signal: controller.signal });
    let aborted = 0;
    setTimeout(() => {
      aborted = performance.now();
      controller.abort('enough');
    }, 100);
    await expect(outcome).rejects.toMatchObject({ code: 'ERR_ABORTED', cause: 'enough' });
    expect(performance.now() - aborted).toBeLessThan(100);
    await expect.poll(isStopped).toBe(true);
  },
);

test('lets timers run during a long part and many short parts', async () => {
  const parts = [new Uint8Array(2 ** 26), ...Array.from({ length: 20_000 }, () => new Uint8Array(1000))];
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  });
  await hashStream('md5', parts);
  clearInterval(timer);
  // Far above the limit of 20 ms, for busy machines. Without yielding it takes the whole time.
  expect(longest).toBeLessThan(400);
  expect(longest).toBeGreaterThan(0);
});

describe('a consumed stream', () => {
  test('is rejected, because its digest would be that of nothing', async () => {
    const stream = readable();
    for await (const _part of stream);
    await expect(hashStream('sha256', stream)).rejects.toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      argument: 'source',
    });
  });

  test('is rejected while another reader has it', async () => {
    const stream = readable();
    stream.getReader();
    await expect(hashStream('sha256', stream)).rejects.toMatchObject({ argument: 'source' });
  });

  test('is accepted from where somebody has stopped reading', async () => {
    const stream = readable();
    const reader = stream.getReader();
    await reader.read();
    reader.releaseLock();
    const rest = new Uint8Array([...new TextEncoder().encode('text, é'), 1, 2, 3]);
    expect(await hashStream('sha256', stream)).toEqual(hash('sha256', rest));
  });

  test('may be empty if nobody has read it', async () => {
    const empty = new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });
    expect(await hashStream('sha256', empty)).toEqual(hash('sha256', ''));
    expect(await hashStream('sha256', [])).toEqual(hash('sha256', ''));
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
])('rejects a wrong %s: %j', async (argument, source) => {
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
])('rejects a wrong %s', async (argument, options) => {
  // @ts-expect-error wrong options
  await expect(hashStream('sha256', [], options)).rejects.toMatchObject({ argument });
});
