/**
 * Characters that a terminal obeys instead of showing: control characters, which can colour, move, rename and even type,
 * and those that change the direction of text. Also the surrogates of file names that are not UTF-8. Tabs, newlines and
 * NUL are harmless.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are its subject
const OBEYED = /[\x01-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|[\udc80-\udcff]/gu;

/** Text without anything that a terminal obeys. It shows `\x1b` and `\u{202e}` instead. */
export function visible(text: string): string {
  return text.replace(OBEYED, (character) => {
    const code = character.charCodeAt(0);
    const hex = (code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : code).toString(16).padStart(2, '0');
    return hex.length === 2 ? `\\x${hex}` : `\\u{${hex}}`;
  });
}

/** The same for one line. */
export function visibleLine(text: string): string {
  return visible(text).replaceAll('\n', '\\n');
}

/** Text that a command has coloured, after making its other parts visible. */
export class Painted {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A value as JSON that escapes what a terminal obeys. */
export function jsonText(value: unknown, indentation = 0): string {
  return JSON.stringify(value, null, indentation).replace(
    OBEYED,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
