import { type Encoding, fromBase64, fromBase64Url, fromHex, toHex } from '@countersign/core';

/** The result of a comparison, with a sentence for the visitor. */
export interface Comparison {
  readonly isSame: boolean;
  readonly text: string;
}

/** Compares a digest with an expected one in any notation: `sha256:…`, SRI, a BSD line, hex in upper case or Base64. */
export function compareDigest(expected: string, digest: string, encoding: Encoding): Comparison {
  const actual = { hex: fromHex, base64: fromBase64, base64url: fromBase64Url }[encoding](digest);
  const readings = digestTexts(expected).flatMap(bytesOf);
  if (readings.some((bytes) => toHex(bytes) === toHex(actual)))
    return { isSame: true, text: 'They are the same.' };
  if (readings.some(({ length }) => length === actual.length)) return { isSame: false, text: 'They differ.' };
  const [other] = readings;
  return {
    isSame: false,
    text: other
      ? `They differ in length: the expected digest has ${other.length} bytes, and this one has ${actual.length}. Is it of another algorithm?`
      : 'They differ: the expected text is neither hexadecimal nor Base64.',
  };
}

/** The digests in a text: alone, after a prefix, at the end of a BSD line, before a file name, or several SRI values. */
function digestTexts(text: string): readonly string[] {
  const trimmed = text.trim();
  const bsd = /^[\w/-]+ ?\([^\n]*\) ?= ?(\S+)$/.exec(trimmed)?.[1];
  if (bsd !== undefined) return [bsd];
  const words = trimmed.split(/\s+/);
  const sri = words.filter((word) => /^sha\d+-/i.test(word));
  const chosen = sri.length > 0 ? sri : words.slice(0, 1);
  return chosen.map((word) =>
    word.replace(/^(?![\da-f]{2}:)[a-z][\w/-]*[:=](?=\S{4})|^sha\d+-/i, '').replace(/\?.*$/, ''),
  );
}

/** The bytes of a digest; empty if the text is not one. */
function bytesOf(text: string): readonly Uint8Array[] {
  if (text === '') return [];
  const hex = text.replaceAll(':', '').toLowerCase();
  if (/^([\da-f]{2})+$/.test(hex)) return [fromHex(hex)];
  const base64Url = text
    .replace(/={1,2}$/, '')
    .replaceAll('+', '-')
    .replaceAll('/', '_');
  try {
    return [fromBase64Url(base64Url)];
  } catch {
    return [];
  }
}
