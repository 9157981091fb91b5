/**
 * What text from outside may hold that a terminal obeys instead of showing it: control characters, which can colour, move,
 * rename and even type, and those that turn around the order in which text is read. Tabs, newlines and NUL do no harm.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
const OBEYED = /[\x01-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Text in which nothing is left that a terminal obeys: `\x1b` and `\u{202e}` stand for what they name. */
export function visible(text: string): string {
  return text.replace(OBEYED, (character) => {
    const hex = character.charCodeAt(0).toString(16).padStart(2, '0');
    return hex.length === 2 ? `\\x${hex}` : `\\u{${hex}}`;
  });
}

/** The same for text that is one line, and stays one. */
export function visibleLine(text: string): string {
  return visible(text).replaceAll('\n', '\\n');
}

/** Text that a command has coloured, and whose other parts it has made visible one by one. */
export class Painted {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A value as JSON, with escapes for what a terminal obeys: JSON itself has them only for the first 32. */
export function jsonText(value: unknown, indentation = 0): string {
  return JSON.stringify(value, null, indentation).replace(
    OBEYED,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
