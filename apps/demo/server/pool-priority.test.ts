import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { expect, test } from 'vitest';
import { yieldToEventLoop } from './pool-priority.ts';

test.runIf(process.platform === 'linux')('the threads of the pool step back, and no other does', async () => {
  const own = getPriority();
  expect(await yieldToEventLoop()).toBeGreaterThanOrEqual(1);
  const threads = readdirSync('/proc/self/task').map((thread) => ({
    name: readFileSync(`/proc/self/task/${thread}/comm`, 'utf8').trim(),
    priority: getPriority(Number(thread)),
  }));
  for (const { name, priority } of threads)
    expect([name, priority]).toEqual([name, name === 'libuv-worker' ? 10 : own]);
});
