import { availableParallelism } from 'node:os';
import { cpythonVersion } from './cpython.ts';

/** The result of one part of the benchmark: a section of the README, and values for programs. */
export interface Report {
  readonly text: string;
  readonly values: unknown;
}

/** The machine and the versions of a measurement. */
export function machine(): string {
  const cores = availableParallelism();
  return `Node.js ${process.version.slice(1)} and CPython ${cpythonVersion()} on ${cores} shared ${process.arch} ${cores === 1 ? 'core' : 'cores'}`;
}
