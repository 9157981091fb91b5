import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { hash } from '@countersign/core';
import { InputOutputError } from '../args/command.ts';
import { fileError } from '../io/files.ts';
import type { Io } from '../io/io.ts';
import { Progress } from '../io/progress.ts';
import type { Job } from './job.ts';
import { digestPieces } from './pieces.ts';
import type { DigestPool } from './pool.ts';

/** What became of a job: its digest in hexadecimal, or why there is none. */
type Outcome = { readonly digest: string } | { readonly error: unknown };

/** A job and what became of it. */
export type Digested<J extends Job> = { readonly job: J; readonly outcome: Outcome };

/** Up to this size a file is read at once and digested here, which is faster than all else. */
const SMALL_BYTES = 1024 * 1024;
/** How many files are worked on before the first of them must be done. */
const MAX_AHEAD = 64;
/** What waits to be written is written this often. */
const FLUSH_EVERY_MS = 100;

/**
 * Digests files, and tells what became of each in their order. Large files are worked on several at a time. Small ones
 * never wait for anything: a turn of the event loop for each would take longer than its digest.
 */
export async function digestAll<J extends Job>(
  jobs: Iterable<J>,
  io: Io,
  tell: (digested: Digested<J>) => void | Promise<void>,
): Promise<void> {
  const progress = new Progress(io);
  const ahead: { readonly job: J; readonly outcome: Outcome | Promise<Outcome> }[] = [];
  let pool: DigestPool | undefined;
  let flushed = Date.now();

  async function digestLarge(job: J): Promise<Outcome> {
    try {
      pool ??= new (await import('./pool.ts')).DigestPool();
      return { digest: await pool.digest(job, progress.of(job.name)) };
    } catch (error) {
      return { error };
    }
  }

  const done = (job: J, outcome: Outcome): void | Promise<void> => {
    progress.end(job.name);
    if (Date.now() - flushed > FLUSH_EVERY_MS) {
      io.flush();
      flushed = Date.now();
    }
    return tell({ job, outcome });
  };

  /** Tells of those at the head that are done, and of the first ones anyhow when there are more than `limit`. */
  async function tellFinished(limit: number): Promise<void> {
    for (let first = ahead[0]; first; first = ahead[0]) {
      if (first.outcome instanceof Promise && ahead.length <= limit) return;
      ahead.shift();
      await done(first.job, await first.outcome);
    }
  }

  try {
    for (const job of jobs) {
      const outcome = digestNow(job, io, progress) ?? digestLarge(job);
      if (ahead.length === 0 && !(outcome instanceof Promise)) {
        const told = done(job, outcome);
        if (told) await told;
        continue;
      }
      ahead.push({ job, outcome });
      io.flush();
      await tellFinished(MAX_AHEAD);
    }
    await tellFinished(0);
  } finally {
    progress.clear();
    pool?.close();
  }
}

let scratch: Buffer | undefined;

/**
 * Digests what is best digested here: standard input, small files, pipes and devices, and everything where there is one
 * core; undefined for large files where there are several.
 */
function digestNow(job: Job, io: Io, progress: Progress): Outcome | undefined {
  /** What comes before is written first: this may wait for whoever writes into a pipe. */
  const inPieces = (descriptor: number, total?: number): Outcome => {
    io.flush();
    return { digest: digestPieces(job, descriptor, { total, onProgress: progress.of(job.name) }) };
  };
  try {
    if (job.name === '-') return inPieces(io.openInput());
    const descriptor = openSync(job.name, 'r');
    try {
      const stat = fstatSync(descriptor);
      if (!stat.isFile()) return inPieces(descriptor);
      if (stat.size > SMALL_BYTES) return hasSeveralCores() ? undefined : inPieces(descriptor, stat.size);
      scratch ??= Buffer.allocUnsafeSlow(SMALL_BYTES);
      const count = readSync(descriptor, scratch, 0, SMALL_BYTES, 0);
      // Files of /proc say that they are empty, and others may have grown.
      if (count !== stat.size) return inPieces(descriptor);
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

/** Loaded late: small files need not know. */
function hasSeveralCores(): boolean {
  return process.getBuiltinModule('node:os').availableParallelism() > 1;
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
