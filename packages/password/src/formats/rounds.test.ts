import { afterEach, expect, test, vi } from 'vitest';
import { inRounds } from './rounds.ts';

afterEach(() => void vi.restoreAllMocks());

test('runs every round once, in order', async () => {
  const rounds: number[] = [];
  await inRounds(1000, (round) => void rounds.push(round));
  expect(rounds).toEqual(Array.from({ length: 1000 }, (_, index) => index));
  await inRounds(0, () => expect.unreachable());
});

test('yields to other work every two milliseconds, and reads the clock every 64 rounds', async () => {
  // A clock on which each round takes a thirty-second of a millisecond: 64 rounds are two.
  let clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
  const turns = vi.spyOn(globalThis, 'setTimeout');
  await inRounds(641, () => {
    clock += 1 / 32;
  });
  // After the rounds 0, 64, … 640; the first of those has taken no time yet.
  expect(turns).toHaveBeenCalledTimes(10);
  turns.mockClear();
  await inRounds(641, () => {
    clock += 1 / 33;
  });
  expect(turns).toHaveBeenCalledTimes(5);
});

test('lets timers run between the rounds', async () => {
  let isDone = false;
  let answers = 0;
  const answering = setInterval(() => {
    answers += isDone ? 0 : 1;
  }, 1);
  await inRounds(64 * 20, () => {
    const until = performance.now() + 0.05;
    while (performance.now() < until);
  });
  isDone = true;
  clearInterval(answering);
  expect(answers).toBeGreaterThan(5);
});
