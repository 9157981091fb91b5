import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { InputOutputError } from '../errors.ts';
import { fileError, isStandardInput } from '../io/files.ts';
import type { Io } from '../io/io.ts';
import { pathOf } from '../io/names.ts';
import { Progress } from '../io/progress.ts';
import { digestChunks } from './digest-chunks.ts';
import type { Job } from './job.ts';
import type { DigestPool } from './pool.ts';
import { digestBytes } from './start.ts';

/** The digest of a job in hexadecimal, or its error. */
type Outcome = { readonly digest: string } | { readonly error: unknown };

/** A job with its outcome. */
export type Digested<J extends Job> = { readonly job: J; readonly outcome: Outcome };

/** Files up to this size are read in one call and digested in this thread. */
const SMALL_BYTES = 1024 * 1024;
/** The number of files that may be under way after the first unfinished one. */
const MAX_AHEAD = 64;
/** The longest time for which output waits. */
const FLUSH_EVERY_MS = 100;

/**
 * Digests files and reports each outcome in their order. Several large files run at the same time. Small ones run
 * synchronously: a turn of the event loop costs more than their digest.
 */
export async function digestAll<J extends Job>(
  jobs: Iterable<J>,
  io: Io,
  report: (digested: Digested<J>) => void | Promise<void>,
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
    return report({ job, outcome });
  };

  /** Reports the finished jobs at the head, and waits for the first ones if more than `limit` are under way. */
  async function reportFinished(limit: number): Promise<void> {
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
        const reported = done(job, outcome);
        if (reported) await reported;
        continue;
      }
      ahead.push({ job, outcome });
      io.flush();
      await reportFinished(MAX_AHEAD);
    }
    await reportFinished(0);
  } finally {
    progress.clear();
    pool?.close();
  }
}

let scratch: Buffer | undefined;

/**
 * Digests standard input, small files, pipes and devices in this thread, and everything if there is only one core.
 * Undefined for large files if there are several cores.
 */
function digestNow(job: Job, io: Io, progress: Progress): Outcome | undefined {
  /** Earlier output is written first, because this may wait for a pipe. */
  const inChunks = (descriptor: number, total?: number): Outcome => {
    io.flush();
    return { digest: digestChunks(job, descriptor, { total, onProgress: progress.of(job.name) }) };
  };
  try {
    if (isStandardInput(job.name)) return inChunks(io.openInput());
    const descriptor = openSync(pathOf(job.name), 'r');
    try {
      const stat = fstatSync(descriptor);
      if (!stat.isFile()) return inChunks(descriptor);
      if (stat.size > SMALL_BYTES) return hasSeveralCores() ? undefined : inChunks(descriptor, stat.size);
      scratch ??= Buffer.allocUnsafeSlow(SMALL_BYTES);
      const count = readSync(descriptor, scratch, 0, SMALL_BYTES, 0);
      // Files in /proc claim to be empty, and others may have grown.
      if (count !== stat.size) return inChunks(descriptor);
      return { digest: digestBytes(job, scratch.subarray(0, count)) };
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof InputOutputError) return { error };
    if (isSystemError(error)) return { error: fileError(job.name, error) };
    throw error;
  }
}

/** Loads node:os late, because small files do not need it. */
function hasSeveralCores(): boolean {
  return process.getBuiltinModule('node:os').availableParallelism() > 1;
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
