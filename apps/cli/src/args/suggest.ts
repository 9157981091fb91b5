import { closest, distance } from 'fastest-levenshtein';
import { UsageError } from '../errors.ts';
import type { Commands } from './command.ts';

const MAX_SHOWN = 40;

/** The error for an unknown command. `commands` are those of the group that `path` names. */
export function unknownCommand(given: string, path: readonly string[], commands: Commands): UsageError {
  const group = ['countersign', ...path].join(' ');
  const shown = given.slice(0, MAX_SHOWN);
  const below = namesBelow(commands).filter((name) => name.endsWith(` ${shown}`));
  const meant = below.length > 0 ? below : suggestion(shown, Object.keys(commands));
  const named = meant.map((name) => `${group} ${name}`);
  const help = named.length === 0 ? `See ${group} --help.` : `Did you mean ${named.join(' or ')}?`;
  return new UsageError(`${group} has no command ${JSON.stringify(shown)}. ${help}`);
}

/** The commands of the groups among these, such as `jwt verify`. */
function namesBelow(commands: Commands): readonly string[] {
  return Object.entries(commands).flatMap(([name, entry]) =>
    typeof entry === 'function'
      ? []
      : [...Object.keys(entry.commands), ...namesBelow(entry.commands)].map((below) => `${name} ${below}`),
  );
}

/** The names that other tools use. */
const ELSEWHERE: ReadonlyMap<string, readonly string[]> = new Map([
  ['--audience', ['--aud']],
  ['--issuer', ['--iss']],
  ['--subject', ['--sub']],
  ['--secret', ['--key-file', '--key-env']],
  ['--key', ['--key-file']],
  ['--password', ['--password-file']],
  ['--raw', ['--encoding']],
  ['--binary', ['--encoding']],
  ['--base64', ['--encoding']],
  ['--hex', ['--encoding']],
  ['--output', ['--out']],
  ['--expires-in', ['--exp']],
  ['--digest', ['--algorithm']],
  ['--type', ['--typ', '--algorithm']],
]);

/** The error for an unknown option. `known` are written as on the command line. */
export function unknownOption(given: string, known: readonly string[]): UsageError {
  const shown = given.slice(0, MAX_SHOWN);
  const elsewhere = ELSEWHERE.get(shown)?.find((name) => known.includes(name));
  const [meant] = elsewhere === undefined && shown.startsWith('--') ? suggestion(shown, known) : [elsewhere];
  const help = meant === undefined ? 'See --help.' : `Did you mean ${meant}?`;
  return new UsageError(`There is no option ${JSON.stringify(shown)}. ${help}`);
}

/** The share of a word that may differ. */
const MAX_DIFFERENCE = 1 / 3;

/** The known word that a misspelt one probably means: it begins with it, has the same letters, or differs in a few. */
export function suggestion(given: string, known: readonly string[]): readonly string[] {
  const bare = given.replace(/^-+/, '');
  if (bare === '' || known.length === 0) return [];
  const longer = known.find((word) => word.startsWith(given));
  if (longer !== undefined) return [longer];
  const swapped = known.find((word) => sortedLetters(word) === sortedLetters(given));
  if (swapped !== undefined) return [swapped];
  const nearest = closest(given, [...known]);
  const limit = Math.max(1, Math.ceil(nearest.replace(/^-+/, '').length * MAX_DIFFERENCE));
  return distance(given, nearest) <= limit && bare.length > 1 ? [nearest] : [];
}

function sortedLetters(word: string): string {
  return [...word].sort().join('');
}
