import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runCampaign } from './campaign.ts';
import { PROMPT, type Target } from './target.ts';

// Deliberately faulty code, each with the fault that a campaign is there to find.

class Typed extends Error {}

function target(answer: (input: number) => unknown, ceiling = PROMPT): Target<number> {
  return {
    name: 'faulty',
    inputs: fc.nat({ max: 1000 }),
    answer,
    isTyped: (error) => error instanceof Typed,
    ceiling,
  };
}

const BUDGET = { seconds: 50, inputs: 20_000 };

describe('a campaign finds', () => {
  test('an error that no caller expects, and the smallest input that causes it', async () => {
    const { failure } = await runCampaign(
      target((input) => {
        if (input >= 137) throw new TypeError('no such property');
      }),
      1,
      BUDGET,
    );
    expect(failure).toMatchObject({ input: '137', reason: expect.stringContaining('TypeError') });
  });

  test('a slow answer', async () => {
    const spin = (milliseconds: number): void => {
      for (const before = process.cpuUsage(); process.cpuUsage(before).user < milliseconds * 1000; );
    };
    const { failure } = await runCampaign(
      target(
        (input) => {
          // The smallest input, so that the campaign need not look for a smaller one.
          if (input === 0) spin(15);
        },
        () => 10,
      ),
      1,
      BUDGET,
    );
    expect(failure?.reason).toMatch(/^took \d+ ms of at most 10$/);
  });

  test('memory that stays behind', async () => {
    const kept: Uint8Array[] = [];
    const { failure } = await runCampaign(
      target(() => kept.push(new Uint8Array(10_000))),
      1,
      { ...BUDGET, inputs: 60_000 },
    );
    expect(failure?.reason).toMatch(/MiB more stay in memory/);
  });

  test('a rejected promise that nobody waits for', async () => {
    const { failure } = await runCampaign(
      target(async (input) => {
        if (input === 7) void Promise.reject(new Error('stray'));
        await sleep(0);
      }),
      1,
      BUDGET,
    );
    expect(failure?.reason).toMatch(/left a rejected promise alone/);
  });
});

test('typed errors are answers, and nothing is found in code without a fault', async () => {
  const outcome = await runCampaign(
    target((input) => {
      if (input % 2 === 0) throw new Typed();
    }),
    1,
    { seconds: 50, inputs: 5000 },
  );
  expect(outcome).toMatchObject({ inputs: 5000, failure: undefined });
  expect(outcome.accepted).toBeGreaterThan(2000);
  expect(outcome.accepted).toBeLessThan(3000);
});

test('the same seed gives the same inputs, and another gives others', async () => {
  const inputsOf = async (seed: number): Promise<readonly number[]> => {
    const seen: number[] = [];
    await runCampaign(
      target((input) => seen.push(input)),
      seed,
      { seconds: 50, inputs: 50 },
    );
    return seen;
  };
  expect(await inputsOf(1)).toEqual(await inputsOf(1));
  expect(await inputsOf(1)).not.toEqual(await inputsOf(2));
});

test('a campaign whose time is over before the first answer has found nothing', async () => {
  const { failure } = await runCampaign(
    target(() => sleep(50)),
    1,
    { seconds: 0.005, inputs: 10 },
  );
  expect(failure).toBeUndefined();
});
