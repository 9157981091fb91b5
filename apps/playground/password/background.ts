import { CountersignError } from '@countersign/core';
import type { HashOptions } from '@countersign/password';
import workerUrl from './hashing.worker.ts?worker&url';

// Password hashing is slow on purpose. It runs in a worker, so that the page goes on answering meanwhile.

/** A job for the worker. */
export type Job = { readonly id: number } & (
  | { readonly task: 'hash'; readonly password: string; readonly parameters: HashOptions }
  | { readonly task: 'verify'; readonly password: string; readonly stored: string }
);

/** The outcome of a job. */
export type Outcome =
  | { readonly id: number; readonly result: string | boolean }
  | { readonly id: number; readonly problem: { readonly code: string; readonly message: string } };

/** Trusted Types, in browsers that have them. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: () => string },
  ): { createScriptURL(url: string): string };
}

declare global {
  var trustedTypes: TrustedTypes | undefined;
}

/** The page's policy allows scripts from this one address, and no other address can be made one. */
const policy = globalThis.trustedTypes?.createPolicy('hashing-worker', { createScriptURL: () => workerUrl });
const worker = new Worker(policy?.createScriptURL(workerUrl) ?? workerUrl);
const waiting = new Map<number, (outcome: Outcome) => void>();
let jobs = 0;

worker.addEventListener('message', ({ data }: MessageEvent<Outcome>) => {
  waiting.get(data.id)?.(data);
  waiting.delete(data.id);
});

/** Hashes a password off the page's thread. */
export async function hashInBackground(password: string, parameters: HashOptions): Promise<string> {
  return String(await ask((id) => ({ id, task: 'hash', password, parameters })));
}

/** Verifies a password off the page's thread. */
export async function verifyInBackground(password: string, stored: string): Promise<boolean> {
  return (await ask((id) => ({ id, task: 'verify', password, stored }))) === true;
}

async function ask(jobWith: (id: number) => Job): Promise<string | boolean> {
  jobs += 1;
  const job = jobWith(jobs);
  const outcome = await new Promise<Outcome>((resolve) => {
    waiting.set(job.id, resolve);
    worker.postMessage(job);
  });
  if ('problem' in outcome) throw new CountersignError(outcome.problem.code, outcome.problem.message);
  return outcome.result;
}
