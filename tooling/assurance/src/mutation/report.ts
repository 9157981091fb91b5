import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { EQUIVALENTS, type Equivalent, explains } from './equivalents.ts';

const LEAST_SCORE = 90;

/** The parts of a mutation testing report (schema version 2) that are read here. */
interface Report {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly source: string;
        readonly mutants: readonly {
          readonly status: string;
          readonly mutatorName: string;
          readonly replacement?: string;
          readonly location: { readonly start: { readonly line: number } };
        }[];
      }
    >
  >;
}

/** A change to the code that no test noticed. */
interface Survivor {
  readonly file: string;
  /** The line of the code that was changed, without indentation. */
  readonly line: string;
  readonly number: number;
  readonly mutator: string;
  readonly replacement: string;
  /** Why it cannot matter, where that is known. */
  readonly explanation: Equivalent | undefined;
}

/** What came of changing a module. */
export interface MutationScore {
  readonly mutants: number;
  readonly detected: number;
  /** Of the detected, those that made a test run for ever. */
  readonly timeouts: number;
  /** Detected of all, in per cent. */
  readonly score: number;
  readonly survivors: readonly Survivor[];
  /** Files that are no longer what was changed. */
  readonly outdated: readonly string[];
}

/**
 * Reads the reports that Stryker wrote for a module.
 *
 * @param sourceOf what a file of the package is now; undefined when it is no more
 */
export function readReports(
  paths: readonly string[],
  sourceOf: (file: string) => string | undefined,
): MutationScore {
  let [mutants, detected, timeouts] = [0, 0, 0];
  const survivors: Survivor[] = [];
  // A report remembers files of earlier runs; a file is judged by the last pass that has it.
  const files = new Map(
    paths.flatMap((path) => {
      const report: Report = JSON.parse(readFileSync(path, 'utf8'));
      return Object.entries(report.files);
    }),
  );
  const outdated: string[] = [];
  for (const [name, { source, mutants: all }] of files) {
    if (sourceOf(name) !== source) outdated.push(name);
    const lines = source.split('\n');
    for (const { status, location, mutatorName: mutator, replacement = '' } of all) {
      // What does not compile or is left out on purpose is no mutant.
      if (status === 'Ignored' || status === 'CompileError') continue;
      mutants += 1;
      // A runtime error: a file of tests did not get as far as its tests.
      if (status === 'Killed' || status === 'Timeout' || status === 'RuntimeError') {
        detected += 1;
        if (status === 'Timeout') timeouts += 1;
        continue;
      }
      const file = basename(name);
      const line = (lines[location.start.line - 1] ?? '').trim();
      const survivor = { file, line, number: location.start.line, mutator, replacement };
      survivors.push({ ...survivor, explanation: EQUIVALENTS.find((entry) => explains(entry, survivor)) });
    }
  }
  return {
    mutants,
    detected,
    timeouts,
    score: mutants === 0 ? 0 : (100 * detected) / mutants,
    survivors,
    outdated,
  };
}

/** What keeps a module from passing: an empty list when nothing does. */
export function objections({ score, survivors, outdated }: MutationScore): readonly string[] {
  return [
    ...(score < LEAST_SCORE ? [`less than ${LEAST_SCORE} % detected`] : []),
    ...outdated.map((file) => `${file} was changed since`),
    ...survivors
      .filter(({ explanation }) => explanation === undefined)
      .map(
        ({ file, number, line, mutator, replacement }) =>
          `${file}:${number} ${mutator} ${line}\n    -> ${replacement}`,
      ),
  ];
}

/** Explanations of which the modules have no survivor any more. */
export function idleExplanations(scores: Iterable<MutationScore>): readonly Equivalent[] {
  const used = new Set(
    [...scores].flatMap(({ survivors }) => survivors.map(({ explanation }) => explanation)),
  );
  return EQUIVALENTS.filter((entry) => !used.has(entry));
}
