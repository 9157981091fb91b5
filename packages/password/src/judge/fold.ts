/** Letters without a decomposition in Unicode, and the ASCII that people type instead. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** How German and Scandinavian names are written without their umlauts. */
const TRANSLITERATED: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe' };

/** Digits and signs that replace letters. `1` also replaces `l`, so both become `i`. */
const REPLACED: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'i',
  l: 'i',
};

const MAX_VALUE_LENGTH = 256;
const MAX_WORDS_OF_VALUE = 32;
const MIN_LETTERS = 3;
/** Chinese, Japanese and Korean names often have two characters. */
const MIN_LETTERS_CJK = 2;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** A text in lower case, without accents. Two texts that look alike become equal. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[ßøæœłđðþı]/g, (letter) => PLAIN[letter] ?? letter)
    .normalize('NFC');
}

/** A folded text whose digits and signs are read as the letters that they replace. The length stays the same. */
export function unmask(folded: string): string {
  return folded.replace(/[013457@$!|l]/g, (sign) => REPLACED[sign] ?? sign);
}

/** The words in names, addresses and domains that an attacker tries first, folded. */
export function contextWords(values: readonly string[]): readonly string[] {
  return [...new Set(values.flatMap(wordsOf))];
}

function wordsOf(value: string): readonly string[] {
  // The value may come from a stranger, like the password.
  const text = value.slice(0, MAX_VALUE_LENGTH);
  const transliterated = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[äöüåø]/g, (letter) => TRANSLITERATED[letter] ?? letter);
  return [...new Set([fold(text), fold(transliterated)])].flatMap((form) =>
    [form, ...form.split(/[^\p{L}\p{N}]+/u), ...form.split(/[\s@]+/u), ...form.split(/\P{L}+/u)]
      .map((word) => word.replace(/[^\p{L}\p{N}]/gu, ''))
      .filter((word) => [...word].length >= (CJK.test(word) ? MIN_LETTERS_CJK : MIN_LETTERS))
      .slice(0, MAX_WORDS_OF_VALUE),
  );
}
