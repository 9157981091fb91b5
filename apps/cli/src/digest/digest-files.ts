import { InputOutputError } from '../errors.ts';
import type { Io } from '../io/io.ts';
import type { Method } from './candidates.ts';
import { digestAll } from './digests.ts';
import { findFiles } from './find-files.ts';

/** The files that a user names. `-` is standard input. */
export interface Files {
  readonly names: readonly string[];
  /** Digest the files in directories. */
  readonly isRecursive: boolean;
}

/** A file that cannot be read. */
export interface FileError {
  readonly name: string;
  readonly message: string;
}

/** Digests files in their order, and reports those that cannot be read. The digests are hexadecimal. */
export async function digestFiles(
  { names, isRecursive }: Files,
  method: Method,
  io: Io,
  report: (name: string, digest: string) => void | Promise<void>,
): Promise<readonly FileError[]> {
  const errors: FileError[] = [];
  const onError = (name: string, error: unknown): void => {
    if (!(error instanceof InputOutputError)) throw error;
    const message = `${error.message}${error.reason === 'EISDIR' ? '; --recursive hashes its files' : ''}`;
    errors.push({ name, message });
    if (!io.isJson) io.note(`countersign: ${message}`);
  };
  const jobs = jobsOf(findFiles(names, isRecursive, onError), method);
  await digestAll(jobs, io, ({ job: { name }, outcome }) =>
    'error' in outcome ? onError(name, outcome.error) : report(name, outcome.digest),
  );
  return errors;
}

function* jobsOf(names: Iterable<string>, method: Method) {
  for (const name of names) yield { name, ...method };
}
