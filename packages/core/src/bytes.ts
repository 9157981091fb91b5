import { InvalidArgumentError } from './errors.ts';

/** Bytes that this package made: never a view of memory that something else uses. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A message: bytes, or text that stands for its UTF-8 bytes. */
export type Message = Uint8Array | string;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The UTF-8 bytes of a text (RFC 3629).
 *
 * @throws {@link InvalidArgumentError} when `text` holds a lone surrogate, which UTF-8 cannot express: replacing it,
 * as `TextEncoder` does, would give different texts the same bytes
 */
export function utf8(text: string, argument = 'text'): Bytes {
  return encoder.encode(checkWellFormed(text, argument));
}

/**
 * The text whose UTF-8 bytes these are. A byte order mark is kept as the character U+FEFF.
 *
 * @throws {@link InvalidArgumentError} when the bytes are not UTF-8
 */
export function fromUtf8(bytes: Uint8Array, argument = 'bytes'): string {
  checkBytes(bytes, argument);
  try {
    return decoder.decode(bytes);
  } catch {
    throw new InvalidArgumentError(argument, `${argument} must be valid UTF-8.`);
  }
}

/** Checks that a text has UTF-8 bytes, and returns it. */
export function checkWellFormed(text: string, argument: string): string {
  if (typeof text === 'string' && text.isWellFormed()) return text;
  throw new InvalidArgumentError(argument, `${argument} must be a string without lone surrogates.`);
}

/**
 * The bytes that a value stands for, in the shape that every engine takes; undefined for anything else. A Uint8Array of
 * another realm (a test runner's sandbox, a frame) is none to `instanceof`; any other view counts as the bytes of its
 * memory, as in Python.
 */
function viewOf(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (!ArrayBuffer.isView(value)) return undefined;
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

/** Checks that a value from a caller is bytes, and returns it. */
export function checkBytes(bytes: Uint8Array, argument: string): Uint8Array {
  const view = viewOf(bytes);
  if (view) return view;
  throw new InvalidArgumentError(argument, `${argument} must be a Uint8Array.`);
}

/** Checks that a message from a caller is bytes or well-formed text, and returns it as it is. */
export function checkMessage(message: Message, argument: string): Message {
  if (typeof message === 'string' && message.isWellFormed()) return message;
  const view = viewOf(message);
  if (view) return view;
  throw new InvalidArgumentError(
    argument,
    `${argument} must be a Uint8Array, or a string without lone surrogates (which stands for its UTF-8 bytes).`,
  );
}

/** The bytes of a message. */
export function messageBytes(message: Message, argument: string): Uint8Array {
  const checked = checkMessage(message, argument);
  return typeof checked === 'string' ? encoder.encode(checked) : checked;
}
