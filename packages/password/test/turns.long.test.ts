import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  checkPassword,
  estimateStrength,
  generatePassword,
  identify,
  needsRehash,
  nistPolicy,
} from '../src/index.ts';
import { VECTORS } from './vectors.ts';

// No input of a stranger keeps the event loop from other work.

const MAX_TURN = 50;
const RUNS = 10;

/** Milliseconds of processor time, which other processes do not lengthen. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Processor time of the longest turn in milliseconds, in the best of some runs. */
async function longestTurn(work: (run: number) => unknown): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS && best >= MAX_TURN; run++) {
    let [longest, last] = [0, processorTime()];
    const measure = (): void => {
      longest = Math.max(longest, processorTime() - last);
      last = processorTime();
    };
    const timer = setInterval(measure, 1);
    // A rejected input is an answer, too.
    await Promise.resolve()
      .then(() => work(run))
      .catch(() => undefined);
    measure();
    clearInterval(timer);
    best = Math.min(best, longest);
  }
  return best;
}

const RULES = [
  'minlength: 64; maxlength: 64; max-consecutive: 2; required: lower; required: upper; required: digit',
  'minlength: 64; max-consecutive: 64; required: lower',
  'minlength: 128; maxlength: 256; max-consecutive: 1; required: lower; required: upper; required: digit',
  `minlength: 40; ${Array.from('abcdefghijklmnopqrstuvwxyz0123456789', (character) => `required: [${character}]`).join('; ')}`,
  'minlength: 64; max-consecutive: 2; required: [abc]; required: [bcd]; required: [cde]; required: [def]',
  'minlength: 64; max-consecutive: 2; required: [abc]; required: [bcd]; required: [cde]; required: [def]; required: [efg]; required: [fgh]; required: [ghi]',
  'minlength: 64; required: [abc]; required: [bcd]; required: [cde]; required: [def]; required: [efg]; required: [fgh]; required: [ghi]',
  `required: [${'a-z'.repeat(300)}]; minlength: 64`,
];

test.each(RULES)('keeps the event loop free for the rules %s', async (passwordRules) => {
  // Each run has another length, because counts are kept.
  const withLength = (run: number): string =>
    passwordRules.replace(/minlength: (\d+)/, (_, length) => `minlength: ${Number(length) - run}`);
  const work = (run: number): string => generatePassword({ passwordRules: withLength(run) });
  expect(await longestTurn(work)).toBeLessThan(MAX_TURN);
});

test('keeps the event loop free for any new password', async () => {
  await checkPassword('warm-up');
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 20, maxLength: 300 }),
    fc
      .tuple(fc.string({ minLength: 1, maxLength: 12 }), fc.nat(400))
      .map(([part, count]) => part.repeat(count)),
  );
  await fc.assert(
    fc.asyncProperty(
      text,
      fc.array(fc.string({ maxLength: 200 }), { maxLength: 20 }),
      async (password, context) => {
        expect(await longestTurn(() => checkPassword(password, nistPolicy({ context })))).toBeLessThan(
          MAX_TURN,
        );
        expect(await longestTurn(() => estimateStrength(password, { inputs: context }))).toBeLessThan(
          MAX_TURN,
        );
      },
    ),
    { numRuns: 20 },
  );
});

test('keeps the event loop free for any stored text', async () => {
  const prefix = fc.constantFrom(...VECTORS.map(([, , encoded]) => encoded.slice(0, 12)), '');
  const tail = fc.tuple(fc.string({ minLength: 1, maxLength: 8 }), fc.nat(20_000));
  await fc.assert(
    fc.asyncProperty(prefix, tail, async (start, [part, count]) => {
      const encoded = start + part.repeat(count);
      expect(await longestTurn(() => identify(encoded))).toBeLessThan(MAX_TURN);
      expect(await longestTurn(() => needsRehash(encoded))).toBeLessThan(MAX_TURN);
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['a megabyte', 'x'.repeat(1_000_000)],
  ['a long run between letters', `a${'1'.repeat(131_000)}a`],
  ['combining marks', `e${'\u0301\u0323'.repeat(680)}`],
  ['more than 4 KiB', `${'a1'.repeat(2048)}a`],
  ['a common word many times', 'password'.repeat(512)],
  ['signs that replace letters', '4@8({[<63#691!|$57+20'.repeat(100)],
  ['two digits', '0110100110010110'.repeat(200)],
])('keeps the event loop free for %s', async (_kind, password) => {
  await checkPassword('warm-up');
  const policy = nistPolicy({ context: ['alice', 'password'] });
  const turn = await longestTurn(async () => {
    if ((await checkPassword(password, policy)).length === 0) throw new Error('no violation');
  });
  expect(turn).toBeLessThan(MAX_TURN);
});
