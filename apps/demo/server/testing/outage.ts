import { expect } from 'vitest';
import { type Answer, call, logIn, refresh } from './harness.ts';

/** Every request is answered within this time. */
const REQUEST_MILLISECONDS = 6000;
const RECOVERY_MILLISECONDS = 20_000;

/** The status of an answer, and the code of its problem. */
export const summary = ({ status, json }: Answer): string => `${status} ${json['code'] ?? ''}`.trim();

/** Expects that each request is answered with a problem in time. */
export async function expectUnavailable(requests: readonly Promise<Answer>[]): Promise<void> {
  const started = performance.now();
  for (const answer of await Promise.all(requests)) {
    expect(summary(answer)).toBe('503 unavailable');
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  expect(performance.now() - started).toBeLessThan(REQUEST_MILLISECONDS);
}

export async function expectRecovery(url: string, email: string, refreshToken: unknown): Promise<void> {
  const started = performance.now();
  await expect.poll(async () => (await refresh(url, refreshToken)).status).toBe(200);
  expect((await logIn(url, email)).status).toBe(200);
  await expect.poll(async () => (await call(url, 'GET', '/readyz')).status).toBe(200);
  expect(performance.now() - started).toBeLessThan(RECOVERY_MILLISECONDS);
}
