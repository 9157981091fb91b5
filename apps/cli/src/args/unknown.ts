import { closest, distance } from 'fastest-levenshtein';
import { UsageError } from './command.ts';

const MAX_SHOWN = 40;

/** What to say about a command that is not there. */
export function unknownCommand(given: string, path: readonly string[], known: readonly string[]): UsageError {
  const group = ['countersign', ...path].join(' ');
  const shown = given.slice(0, MAX_SHOWN);
  const meant = suggestion(shown, known);
  const help = meant === undefined ? `See ${group} --help.` : `Did you mean ${group} ${meant}?`;
  return new UsageError(`${group} has no command ${JSON.stringify(shown)}. ${help}`);
}

/** What to say about an option that is not there; `known` are written as they are given. */
export function unknownOption(given: string, known: readonly string[]): UsageError {
  const shown = given.replace(/=.*/s, '').slice(0, MAX_SHOWN);
  const meant = shown.startsWith('--') ? suggestion(shown, known) : undefined;
  const help = meant === undefined ? 'See --help.' : `Did you mean ${meant}?`;
  return new UsageError(`There is no option ${JSON.stringify(shown)}. ${help}`);
}

/** The known word that a misspelt one is likely to mean: at most half of it is different. */
function suggestion(given: string, known: readonly string[]): string | undefined {
  const nearest = closest(given, [...known]);
  return distance(given, nearest) <= Math.max(2, nearest.length / 2) ? nearest : undefined;
}
