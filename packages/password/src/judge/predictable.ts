/** Keys next to each other, by row and by column. */
const KEYS = [
  '1234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'yxcvbnm',
  'azertyuiop',
  'qsdfghjklm',
  'wxcvbn',
  '1qaz',
  '2wsx',
  '3edc',
  '4rfv',
  '5tgb',
  '6yhn',
  '7ujm',
];

const NEIGHBOURS: ReadonlySet<string> = new Set(
  KEYS.flatMap((keys) =>
    Array.from({ length: keys.length - 1 }, (_, at) => keys.slice(at, at + 2)).flatMap(([a = '', b = '']) => [
      a + b,
      b + a,
    ]),
  ),
);

/**
 * Whether at least two thirds of the characters follow from the one before: the same again, the next in the alphabet, or the next
 * key of a keyboard.
 */
export function isPredictable(password: string): boolean {
  const characters = [...password.toLowerCase()];
  const surprising = characters.filter(
    (character, index) => !isNext(characters[index - 1] ?? '', character),
  ).length;
  return surprising * 3 <= characters.length;
}

function isNext(previous: string, character: string): boolean {
  const distance = (character.codePointAt(0) ?? 0) - (previous.codePointAt(0) ?? Number.NaN);
  return Math.abs(distance) <= 1 || NEIGHBOURS.has(previous + character);
}
