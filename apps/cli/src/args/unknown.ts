import { closest } from 'fastest-levenshtein';
import { UsageError } from './command.ts';

/** What to say about a command that is not there. */
export function unknownCommand(given: string, path: readonly string[], known: readonly string[]): UsageError {
  const group = ['countersign', ...path].join(' ');
  return new UsageError(
    `${group} has no command ${JSON.stringify(given.slice(0, 40))}. Did you mean ${group} ${closest(given.slice(0, 40), [...known])}?`,
  );
}
