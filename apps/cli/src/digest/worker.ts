// A thread that digests one file for each message.
import { closeSync, fstatSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { HashProgress } from '@countersign/core';
import { openFile } from '../io/files.ts';
import { digestChunks } from './digest-chunks.ts';
import type { Job } from './job.ts';

/** The thread sends any number of progress messages, then a digest or an error. */
export type WorkerMessage =
  | { readonly progress: HashProgress }
  | { readonly digest: string }
  | { readonly error: string; readonly reason: string };

const PROGRESS_EVERY_MS = 100;

const send = (message: WorkerMessage): void => parentPort?.postMessage(message);

parentPort?.on('message', (job: Job) => {
  let next = performance.now() + PROGRESS_EVERY_MS;
  const onProgress = (progress: HashProgress): void => {
    if (performance.now() < next) return;
    next = performance.now() + PROGRESS_EVERY_MS;
    send({ progress });
  };
  try {
    const descriptor = openFile(job.name);
    try {
      send({ digest: digestChunks(job, descriptor, { total: fstatSync(descriptor).size, onProgress }) });
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const isError = error instanceof Error;
    send({
      error: isError ? error.message : 'unknown',
      reason: isError && 'reason' in error ? String(error.reason) : '',
    });
  }
});
