import { checkUsable, DEFAULT_MAX_PASSWORD_BYTES, normalizePassword, passwordBytes } from '../normalize.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { newHash } from './new-hash.ts';
import { type HashOptions, readHashOptions } from './options.ts';
import { BoundedQueue } from './queue.ts';

const A_DAY = 86_400;

/** Hashes for programs that keep no hasher. Their calls share one limit on memory, and nothing is rejected. */
export class SingleHashes {
  readonly #runtime: Runtime;
  #queue: BoundedQueue | undefined;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  async hash(password: string, options: HashOptions | undefined): Promise<string> {
    const complete = readHashOptions(options ?? { algorithm: 'argon2id' }, 'options');
    checkUsable(password, DEFAULT_MAX_PASSWORD_BYTES);
    const bytes = passwordBytes(normalizePassword(password, 'opaque'));
    this.#queue ??= new BoundedQueue({
      concurrency: this.#runtime.threads(),
      queueLength: 1_000_000,
      queueTimeoutSeconds: A_DAY,
    });
    return this.#queue.run(() => newHash(bytes, complete, undefined, this.#runtime));
  }
}
