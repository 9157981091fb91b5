/** What digits and signs stand for when they replace letters; `1` stands for `l` as well, so both are read alike. */
const STANDS_FOR: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
  l: 'i',
};

/** Shorter words are parts of too much else. */
const LEAST_LETTERS = 3;

/**
 * Tells whether a password is made of some words alone: once or several times, in any case, with or without accents, with digits and
 * signs around them or in place of letters. One with any other letter is not, so that a long passphrase may contain a name.
 *
 * @see NIST SP 800-63B-4 section 3.1.1.2: "context-specific words, such as the name of the service, the username, and derivatives thereof"
 */
export function derivedFrom(words: readonly string[]): (password: string) => boolean {
  const known = new Set(words.flatMap(readings).filter((word) => [...word].length >= LEAST_LETTERS));
  return (password) => readings(password).some((text) => consistsOf(text, known));
}

/** The letters of a text: as they are, with what stands for letters, and so without what stands around it. */
function readings(text: string): readonly string[] {
  const folded = text.normalize('NFKD').toLowerCase();
  const inner = folded.replace(/^[^\p{L}]+/u, '').replace(/[^\p{L}]+$/u, '');
  return [folded, replaced(folded), replaced(inner)].map((each) => each.replace(/[^\p{L}]/gu, ''));
}

function replaced(text: string): string {
  return text.replace(/./gu, (sign) => STANDS_FOR[sign] ?? sign);
}

function consistsOf(text: string, words: ReadonlySet<string>): boolean {
  const ends = new Set([0]);
  for (const end of ends)
    for (const word of words) if (text.startsWith(word, end)) ends.add(end + word.length);
  return text !== '' && ends.has(text.length);
}
