import { closest, distance } from 'fastest-levenshtein';
import { type Entry, UsageError } from './command.ts';

const MAX_SHOWN = 40;

/** What to say about a command that is not there. `commands` are those of the group that `path` names. */
export function unknownCommand(
  given: string,
  path: readonly string[],
  commands: Readonly<Record<string, Entry>>,
): UsageError {
  const group = ['countersign', ...path].join(' ');
  const shown = given.slice(0, MAX_SHOWN);
  const below = namesBelow(commands).filter((name) => name.endsWith(` ${shown}`));
  const meant = below.length > 0 ? below : [suggestion(shown, Object.keys(commands))];
  const named = meant.flatMap((name) => (name === undefined ? [] : [`${group} ${name}`]));
  const help = named.length === 0 ? `See ${group} --help.` : `Did you mean ${named.join(' or ')}?`;
  return new UsageError(`${group} has no command ${JSON.stringify(shown)}. ${help}`);
}

/** The commands of the groups among these, such as `jwt verify`. */
function namesBelow(commands: Readonly<Record<string, Entry>>): readonly string[] {
  return Object.entries(commands).flatMap(([name, entry]) =>
    'commands' in entry
      ? [...Object.keys(entry.commands), ...namesBelow(entry.commands)].map((below) => `${name} ${below}`)
      : [],
  );
}

/** What to say about an option that is not there; `known` are written as they are given. */
export function unknownOption(given: string, known: readonly string[]): UsageError {
  const shown = given.replace(/=.*/s, '').slice(0, MAX_SHOWN);
  const meant = shown.startsWith('--') ? suggestion(shown, known) : undefined;
  const help = meant === undefined ? 'See --help.' : `Did you mean ${meant}?`;
  return new UsageError(`There is no option ${JSON.stringify(shown)}. ${help}`);
}

/** The known word that a misspelt one is likely to mean: one that it begins or that begins it, or else at most half of it is different. */
function suggestion(given: string, known: readonly string[]): string | undefined {
  if (given === '') return undefined;
  const kin = known.find((word) => word.startsWith(given) || given.startsWith(word));
  if (kin !== undefined) return kin;
  const nearest = closest(given, [...known]);
  return distance(given, nearest) <= Math.max(2, nearest.length / 2) ? nearest : undefined;
}
