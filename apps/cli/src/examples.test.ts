import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { EXAMPLES } from './examples.ts';
import { runStep } from './run-example.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-examples-'));
const [script, options] = [process.argv[1], process.execArgv];

// A step runs the command that runs the tour; here that is the installed command.
beforeAll(() => {
  process.argv[1] = inject('countersign');
  process.execArgv = [];
});
afterAll(() => {
  process.argv[1] = script ?? '';
  process.execArgv = options;
  rmSync(folder, { recursive: true, force: true });
});

test('there are eighteen', () => {
  expect(EXAMPLES.map(({ number }) => number)).toEqual(Array.from({ length: 18 }, (_, index) => index + 1));
});

describe.each(EXAMPLES)('$number: $title', ({ steps }) => {
  test('every step gives what it must', async () => {
    const variables = new Map([['FOLDER', folder]]);
    for (const step of steps) {
      const { output, error, exit, args } = await runStep(step, variables);
      expect({ args, exit, error }).toEqual({
        args,
        exit: step.exit ?? 0,
        error: step.error ? expect.stringMatching(step.error) : expect.any(String),
      });
      if (typeof step.output === 'string') expect(output).toBe(step.output);
      else if (step.output) expect(output).toMatch(step.output);
      // A failure says so in one line.
      if (exit !== 0) expect(error).toMatch(/^([^\n]*\n)?$/);
    }
  });
});
