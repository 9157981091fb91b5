import { readdir, readFile } from 'node:fs/promises';
import { setPriority } from 'node:os';

/** The name that libuv gives to the threads of its pool. */
const POOL_THREAD = 'libuv-worker';

/** As `nice` counts: enough that the system prefers what answers to what hashes, and not so much that hashing starves. */
const NICENESS = 10;

/**
 * Lets the event loop go first. Password hashes are computed on as many threads as there are cores; on equal terms with the one thread that
 * answers, they would make every answer wait for a slice of their time. Where the system cannot do this for single threads, nothing changes.
 *
 * @returns how many threads step back
 */
export async function yieldToEventLoop(): Promise<number> {
  if (process.platform !== 'linux') return 0;
  // Reading the folder is done by a thread of the pool: it exists from now on.
  const threads = await readdir('/proc/self/task').catch(() => []);
  const names = await Promise.all(
    threads.map((thread) => readFile(`/proc/self/task/${thread}/comm`, 'utf8').catch(() => '')),
  );
  const pool = threads.filter((_, index) => names[index]?.trim() === POOL_THREAD);
  for (const thread of pool) setPriority(Number(thread), NICENESS);
  return pool.length;
}
