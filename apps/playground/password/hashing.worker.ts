import { CountersignError } from '@countersign/core';
import { hashPassword, PasswordHasher, WEAK_FORMATS } from '@countersign/password';
import type { Job, Outcome } from './background.ts';

/** Reads every kind of hash, the weak ones too, and does not let a planted one take minutes or all memory. */
const reader = new PasswordHasher({
  acceptWeak: WEAK_FORMATS,
  limits: { argon2Memory: 256 * 1024, argon2Work: 1024 * 1024, pbkdf2Iterations: 2_000_000, bcryptCost: 14 },
});

addEventListener('message', async ({ data }: MessageEvent<Job>) => {
  postMessage(await outcomeOf(data));
});

async function outcomeOf(job: Job): Promise<Outcome> {
  const { id } = job;
  try {
    return { id, result: await run(job) };
  } catch (error) {
    if (error instanceof CountersignError)
      return { id, problem: { code: error.code, message: error.message } };
    throw error;
  }
}

function run(job: Job): Promise<string | boolean> {
  return job.task === 'hash'
    ? hashPassword(job.password, job.parameters)
    : reader.isValid(job.password, job.stored);
}
