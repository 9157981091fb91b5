import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileError, isStandardInput } from '../io/files.ts';
import { nameOfBytes, pathOf } from '../io/names.ts';

type OnError = (name: string, error: unknown) => void;

/** The files among these names, and with `isRecursive` those in the directories. */
export function* findFiles(
  names: readonly string[],
  isRecursive: boolean,
  onError: OnError,
): Generator<string> {
  for (const name of names) {
    if (isRecursive && isDirectory(name)) yield* filesBelow(name, onError);
    else yield name;
  }
}

function isDirectory(name: string): boolean {
  try {
    return !isStandardInput(name) && statSync(pathOf(name)).isDirectory();
  } catch {
    return false; // reading the file reports the error
  }
}

/** Files in the order of their names, so that two lists of one directory are equal. Does not follow symbolic links. */
function* filesBelow(directory: string, onError: OnError): Generator<string> {
  for (const { name, isFile, isDirectory } of entriesOf(directory, onError)) {
    if (isDirectory) yield* filesBelow(join(directory, name), onError);
    else if (isFile) yield join(directory, name);
  }
}

function entriesOf(directory: string, onError: OnError) {
  try {
    return readdirSync(pathOf(directory), { withFileTypes: true, encoding: 'buffer' })
      .map((entry) => ({
        name: nameOfBytes(entry.name),
        isFile: entry.isFile(),
        isDirectory: entry.isDirectory(),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    onError(directory, fileError(directory, error));
    return [];
  }
}
