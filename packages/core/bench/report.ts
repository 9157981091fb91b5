import { availableParallelism } from 'node:os';
import { cpythonVersion } from './cpython.ts';

/** What one part of the benchmark found: for people, a section of the README, and for programs. */
export interface Report {
  readonly text: string;
  readonly values: unknown;
}

/** What the figures were measured with. */
export function machine(): string {
  const cores = availableParallelism();
  return `Node.js ${process.version.slice(1)} and CPython ${cpythonVersion()} on ${cores} shared ${process.arch} ${cores === 1 ? 'core' : 'cores'}`;
}
