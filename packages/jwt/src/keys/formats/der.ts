import { toHex } from '@countersign/core/internal';
import { InvalidKeyError } from '../../errors.ts';

// A reader for the part of DER (X.690) that key files use.

/** The tags that key files use. */
export const TAG = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectId: 0x06,
  sequence: 0x30,
  /** Context-specific, constructed: [0] and [1]. */
  first: 0xa0,
  second: 0xa1,
} as const;

/** One element of a DER encoding. */
export interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
  /** The whole element, with its tag and its length. */
  readonly encoding: Uint8Array;
}

const MAX_LENGTH_BYTES = 3;

/** The error for an encoding that is not valid. */
export function malformed(): InvalidKeyError {
  return new InvalidKeyError('The key is damaged: its DER encoding is not valid.');
}

/** Reads the element at the start of some bytes. */
export function readElement(bytes: Uint8Array): Element {
  const tag = bytes[0];
  let length = bytes[1];
  if (tag === undefined || length === undefined) throw malformed();
  let start = 2;
  if (length >= 0x80) {
    const count = length & 0x7f;
    if (count === 0 || count > MAX_LENGTH_BYTES) throw malformed();
    start += count;
    length = bytes.subarray(2, start).reduce((sum, byte) => sum * 256 + byte, 0);
  }
  const end = start + length;
  if (end > bytes.length) throw malformed();
  return { tag, content: bytes.subarray(start, end), encoding: bytes.subarray(0, end) };
}

/** Reads elements that follow one another up to the end. */
function readElements(bytes: Uint8Array): readonly Element[] {
  const found: Element[] = [];
  for (let rest = bytes; rest.length > 0; ) {
    const element = readElement(rest);
    found.push(element);
    rest = rest.subarray(element.encoding.length);
  }
  return found;
}

/** Reads the elements of a SEQUENCE. */
export function sequence(element: Element | undefined): readonly Element[] {
  return readElements(contentOf(element, TAG.sequence));
}

/** The content of an element that must have a tag. */
export function contentOf(element: Element | undefined, tag: number): Uint8Array {
  if (element?.tag !== tag) throw malformed();
  return element.content;
}

/** Reads an INTEGER, which must not be negative, as big-endian bytes. */
export function unsignedInteger(element: Element | undefined): Uint8Array {
  const content = contentOf(element, TAG.integer);
  const [first] = content;
  if (first === undefined || first >= 0x80) throw malformed();
  return content;
}

/** Reads an INTEGER that a number can hold. A larger one becomes Infinity, so that every limit rejects it. */
export function numberOf(element: Element | undefined): number {
  const value = unsignedInteger(element).reduce((sum, byte) => sum * 256 + byte, 0);
  return Number.isSafeInteger(value) ? value : Number.POSITIVE_INFINITY;
}

/** Reads a BIT STRING of whole bytes. */
export function bitString(element: Element | undefined): Uint8Array {
  const content = contentOf(element, TAG.bitString);
  if (content[0] !== 0) throw malformed();
  return content.subarray(1);
}

/** Reads an OBJECT IDENTIFIER; hexadecimal. */
export function objectId(element: Element | undefined): string {
  return toHex(contentOf(element, TAG.objectId));
}

/** Writes an element. */
export function element(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const length = contents.reduce((sum, content) => sum + content.length, 0);
  const head =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  const written = new Uint8Array(1 + head.length + length);
  written.set([tag, ...head]);
  let at = 1 + head.length;
  for (const content of contents) {
    written.set(content, at);
    at += content.length;
  }
  return written;
}

const KEY_TAGS: ReadonlySet<number> = new Set(Object.values(TAG));

/** Shorter sequences hold no key. */
const MIN_KEY_BYTES = 24;

/**
 * Recognises bytes that are one SEQUENCE such as a key or a certificate. Random bytes almost never are, because the
 * lengths must agree on two levels.
 */
export function isKeyStructure(bytes: Uint8Array): boolean {
  if (bytes[0] !== TAG.sequence || bytes.length < MIN_KEY_BYTES) return false;
  try {
    const outer = readElement(bytes);
    if (outer.encoding.length !== bytes.length) return false;
    const [first, ...rest] = readElements(outer.content);
    const isStart = first?.tag === TAG.sequence || first?.tag === TAG.integer;
    return isStart && rest.length > 0 && rest.every(({ tag }) => KEY_TAGS.has(tag));
  } catch {
    return false;
  }
}
