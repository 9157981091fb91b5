import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { createHash, type HashProgress, hash } from '@countersign/core';
import { InputOutputError } from '../args/command.ts';
import { fileError, pieces } from '../io/files.ts';
import type { Io } from '../io/io.ts';
import { Progress } from '../io/progress.ts';
import type { Job } from './job.ts';
import type { DigestPool } from './pool.ts';

/** What became of a job: its digest in hexadecimal, or why there is none. */
type Outcome = { readonly digest: string } | { readonly error: unknown };

/** A job and what became of it. */
export type Digested<J extends Job> = Outcome & { readonly job: J };

/** Up to this size a file is read at once and digested here, which is faster than all else. */
const SMALL_BYTES = 1024 * 1024;
/** How many files are worked on before the first of them must be done. */
const MAX_AHEAD = 64;

/** Digests files and gives the results in their order; large files are worked on several at a time. */
export async function* digests<J extends Job>(
  jobs: Iterable<J> | AsyncIterable<J>,
  io: Io,
): AsyncGenerator<Digested<J>> {
  const progress = new Progress(io);
  const ahead: { readonly job: J; readonly outcome: Outcome | Promise<Outcome> }[] = [];
  let pool: DigestPool | undefined;

  async function digestLarge(job: J): Promise<Outcome> {
    try {
      pool ??= new (await import('./pool.ts')).DigestPool();
      return { digest: await pool.digest(job, progress.of(job.name)) };
    } catch (error) {
      return { error };
    }
  }

  /** Those at the head that are done, and the first ones anyhow when there are more than `limit`. */
  async function* finished(limit: number): AsyncGenerator<Digested<J>> {
    for (let first = ahead[0]; first; first = ahead[0]) {
      if (first.outcome instanceof Promise && ahead.length <= limit) return;
      ahead.shift();
      const outcome = await first.outcome;
      progress.end(first.job.name);
      yield { job: first.job, ...outcome };
    }
  }

  try {
    for await (const job of jobs) {
      ahead.push({ job, outcome: digestNow(job, io, progress.of(job.name)) ?? digestLarge(job) });
      yield* finished(MAX_AHEAD);
    }
    yield* finished(0);
  } finally {
    progress.clear();
    pool?.close();
  }
}

let scratch: Buffer | undefined;

/** Digests what is best digested here: standard input, small files, pipes and devices; undefined for large files. */
function digestNow(job: Job, io: Io, onProgress: (progress: HashProgress) => void): Outcome | undefined {
  try {
    if (job.name === '-') return digestPieces(job, io.openInput(), onProgress);
    const descriptor = openSync(job.name, 'r');
    try {
      const stat = fstatSync(descriptor);
      if (!stat.isFile()) return digestPieces(job, descriptor, onProgress);
      if (stat.size > SMALL_BYTES) return undefined;
      scratch ??= Buffer.allocUnsafeSlow(SMALL_BYTES);
      const count = readSync(descriptor, scratch, 0, SMALL_BYTES, 0);
      // Files of /proc say that they are empty, and others may have grown.
      if (count !== stat.size) return digestPieces(job, descriptor, onProgress);
      return {
        digest: hash(job.algorithm, scratch.subarray(0, count), { ...job.parameters, encoding: 'hex' }),
      };
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof InputOutputError) return { error };
    if (isSystemError(error)) return { error: fileError(job.name, error) };
    throw error;
  }
}

function digestPieces(
  { name, algorithm, parameters }: Job,
  descriptor: number,
  onProgress: (progress: HashProgress) => void,
): Outcome {
  const digest = createHash(algorithm, parameters);
  let bytes = 0;
  for (const piece of pieces(descriptor, name === '-' ? 'standard input' : name)) {
    digest.update(piece);
    bytes += piece.length;
    onProgress({ bytes });
  }
  return { digest: digest.digest('hex') };
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
