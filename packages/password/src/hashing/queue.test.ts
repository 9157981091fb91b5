import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { BoundedQueue } from './queue.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Work that the test ends. */
function controlled<T>(): {
  readonly work: () => Promise<T>;
  readonly end: (value: T) => void;
  readonly fail: () => void;
} {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  return { work: () => promise, end: resolve, fail: () => reject(new Error('work failed')) };
}

/** Runs all pending microtasks. */
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

describe('a queue of two that run and two that wait', () => {
  const limits = { concurrency: 2, queueLength: 2, queueTimeoutSeconds: 5 };

  test('runs two, lets two wait, and rejects the fifth immediately', async () => {
    const queue = new BoundedQueue(limits);
    const works = Array.from({ length: 4 }, () => controlled<number>());
    const results = works.map(({ work }) => queue.run(work));
    expect(queue.load).toEqual({ running: 2, waiting: 2 });
    await expect(queue.run(async () => 5)).rejects.toMatchObject({
      code: 'ERR_HASHING_OVERLOAD',
    });
    for (const [index, { end }] of works.entries()) end(index);
    expect(await Promise.all(results)).toEqual([0, 1, 2, 3]);
    expect(queue.load).toEqual({ running: 0, waiting: 0 });
  });

  test('starts the one that waited longest, one for each that ends', async () => {
    const queue = new BoundedQueue(limits);
    const started: number[] = [];
    const works = Array.from({ length: 4 }, () => controlled<void>());
    const all = works.map(({ work }, index) =>
      queue.run(() => {
        started.push(index);
        return work();
      }),
    );
    await settle();
    expect(started).toEqual([0, 1]);
    works[1]?.end();
    await settle();
    expect(started).toEqual([0, 1, 2]);
    expect(queue.load).toEqual({ running: 2, waiting: 1 });
    for (const { end } of works) end();
    await Promise.all(all);
    expect(started).toEqual([0, 1, 2, 3]);
  });

  test('starts the next call after a failure', async () => {
    const queue = new BoundedQueue({ ...limits, concurrency: 1 });
    const first = controlled<void>();
    const failing = queue.run(first.work);
    const next = queue.run(async () => 'next');
    first.fail();
    await expect(failing).rejects.toThrow('work failed');
    expect(await next).toBe('next');
    expect(queue.load).toEqual({ running: 0, waiting: 0 });
  });

  test('gives up what waits longer than it may, and not before', async () => {
    const queue = new BoundedQueue({ ...limits, concurrency: 1 });
    const first = controlled<void>();
    const running = queue.run(first.work);
    const waiting = queue.run(async () => 'too late');
    const outcome = waiting.catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(4999);
    expect(queue.load).toEqual({ running: 1, waiting: 1 });
    await vi.advanceTimersByTimeAsync(1);
    expect(queue.load).toEqual({ running: 1, waiting: 0 });
    expect(await outcome).toMatchObject({
      code: 'ERR_HASHING_OVERLOAD',
    });
    first.end();
    await running;
    expect(queue.load).toEqual({ running: 0, waiting: 0 });
    expect(await queue.run(async () => 'still works')).toBe('still works');
  });

  test('leaves no timer behind when what waited has started', async () => {
    const queue = new BoundedQueue({ ...limits, concurrency: 1 });
    const [first, second] = [controlled<void>(), controlled<string>()];
    const running = queue.run(first.work);
    const waiting = queue.run(second.work);
    first.end();
    await running;
    await vi.advanceTimersByTimeAsync(6000);
    expect(vi.getTimerCount()).toBe(0);
    second.end('done');
    expect(await waiting).toBe('done');
  });
});

test('a queue in which thousands gave up still starts the next in constant time', async () => {
  const queue = new BoundedQueue({ concurrency: 1, queueLength: 50_000, queueTimeoutSeconds: 5 });
  const first = controlled<void>();
  const running = queue.run(first.work);
  const abandoned = Array.from({ length: 20_000 }, () => queue.run(async () => {}).catch(() => 'gave up'));
  await vi.advanceTimersByTimeAsync(5000);
  expect(new Set(await Promise.all(abandoned))).toEqual(new Set(['gave up']));
  const next = queue.run(async () => 'next');
  first.end();
  await running;
  expect(await next).toBe('next');
  expect(queue.load).toEqual({ running: 0, waiting: 0 });
});
