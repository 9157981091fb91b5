import { distance } from 'fastest-levenshtein';
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
  const help = didYouMean(named, `See ${group} --help.`);
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
  const near = shown.startsWith('--') ? suggestion(shown, known) : [];
  const help = didYouMean(elsewhere === undefined ? near : [elsewhere], 'See --help.');
  return new UsageError(`There is no option ${JSON.stringify(shown)}. ${help}`);
}

/** The share of a word that may differ. */
const MAX_DIFFERENCE = 1 / 4;

/** More words with the same beginning are not helpful. */
const MAX_CONTINUATIONS = 4;

/** The known words that a misspelt one probably means: they begin with it, have the same letters, or differ in a few. */
export function suggestion(given: string, known: readonly string[]): readonly string[] {
  const [wanted, bare] = [given.toLowerCase(), given.replace(/^-+/, '')];
  if (bare.length < 2 || known.length === 0) return [];
  const longer = continuations(wanted, known);
  if (longer.length > 0) return longer.length <= MAX_CONTINUATIONS ? longer : [];
  const swapped = known.find((word) => sortedLetters(word) === sortedLetters(given));
  if (swapped !== undefined) return [swapped];
  const distances = known.map((word) => distance(wanted, word.toLowerCase()));
  const least = Math.min(...distances);
  const limit = Math.max(1, Math.floor(bare.length * MAX_DIFFERENCE));
  const nearest = known.filter((_, index) => distances[index] === least);
  return least <= limit ? nearest.slice(0, 2) : [];
}

/** The words that begin with another. A complete part of a word counts more, as sha3 in sha3-256. */
function continuations(wanted: string, known: readonly string[]): readonly string[] {
  const longer = known.filter((word) => word.toLowerCase().startsWith(wanted));
  const parts = longer.filter((word) => word[wanted.length] === '-');
  return parts.length > 0 ? parts : longer;
}

function sortedLetters(word: string): string {
  return [...word.toLowerCase()].sort().join('');
}

/** The end of a message: "Did you mean a or b?" */
export function didYouMean(words: readonly string[], otherwise = ''): string {
  return words.length === 0 ? otherwise : `Did you mean ${words.join(' or ')}?`;
}
