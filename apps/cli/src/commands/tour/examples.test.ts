import { describe, expect, test } from 'vitest';
import { workbench } from '../../test/run.ts';
import { EXAMPLES } from './examples.ts';
import { runStep } from './run-step.ts';

const { folder, run } = workbench('examples');

test('the tour has eighteen examples', () => {
  expect(EXAMPLES.map(({ number }) => number)).toEqual(Array.from({ length: 18 }, (_, index) => index + 1));
});

describe.each(EXAMPLES)('example $number', ({ title, steps }) => {
  test(`${title}: every step has the expected outcome`, async () => {
    const variables = new Map([['DIRECTORY', folder]]);
    for (const step of steps) {
      const { output, error, exit, args } = await runStep(step, variables, (words, input) =>
        run(words, { input }),
      );
      expect({ args, exit, error }).toEqual({
        args,
        exit: step.exit ?? 0,
        error: step.error ? expect.stringMatching(step.error) : expect.any(String),
      });
      if (typeof step.output === 'string') expect(output).toBe(step.output);
      else if (step.output) expect(output).toMatch(step.output);
      if (exit !== 0) expect(error).toMatch(/^([^\n]*\n)?$/);
    }
  });
});
