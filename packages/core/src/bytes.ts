import { InvalidArgumentError } from './errors.ts';

/**
 * Bytes that this package made. No other code uses their memory. This is `Uint8Array<ArrayBuffer>`, but TypeScript before
 * 5.7 does not know that type.
 */
export type Bytes = ReturnType<Uint8ArrayConstructor['of']>;

/** A message: bytes, or a string, which means its UTF-8 bytes. */
export type Message = Uint8Array | string;

/**
 * How bytes are written as text. `base64` is padded (RFC 4648 section 4). `base64url` is not (RFC 4648 section 5,
 * RFC 7515 section 2).
 */
export type Encoding = 'hex' | 'base64' | 'base64url';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The UTF-8 bytes of a text (RFC 3629).
 *
 * @throws {@link InvalidArgumentError} if `text` contains a lone surrogate. `TextEncoder` replaces it, which gives
 * different texts the same bytes
 */
export function utf8(text: string, argument = 'text'): Bytes {
  return encoder.encode(checkWellFormed(text, argument));
}

/**
 * Decodes UTF-8. A byte order mark is kept as the character U+FEFF.
 *
 * @throws {@link InvalidArgumentError} if the bytes are not UTF-8
 */
export function fromUtf8(bytes: Uint8Array, argument = 'bytes'): string {
  checkBytes(bytes, argument);
  try {
    return decoder.decode(bytes);
  } catch {
    throw new InvalidArgumentError(argument, `${argument} must be valid UTF-8.`);
  }
}

/** Checks that a value is text that UTF-8 can express, and returns it. */
export function checkWellFormed(text: unknown, argument: string): string {
  if (typeof text !== 'string') throw new InvalidArgumentError(argument, `${argument} must be a string.`);
  if (text.isWellFormed()) return text;
  throw new InvalidArgumentError(
    argument,
    `${argument} contains invalid Unicode (a lone surrogate), which UTF-8 cannot express.`,
  );
}

/** Reads a typed array's class without trusting its own members, also in another realm. */
const className = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  Symbol.toStringTag,
)?.get;

function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && className?.call(value) === 'Uint8Array';
}

function isArrayBuffer(value: unknown): boolean {
  try {
    return value instanceof ArrayBuffer;
  } catch {
    // A revoked Proxy has no prototype to compare.
    return false;
  }
}

/** A detached array, or one that its resized buffer no longer holds, has no bytes. Only a copy reveals it. */
function hasMemory(bytes: Uint8Array): boolean {
  if (bytes.byteLength > 0) return true;
  try {
    new Uint8Array(bytes);
    return true;
  } catch {
    return false;
  }
}

/**
 * Checks that a value from a caller is a Uint8Array that still has its memory, and returns it.
 *
 * @throws {@link InvalidArgumentError} for anything else, also for other views and for an ArrayBuffer
 */
export function checkBytes(value: unknown, argument: string): Uint8Array {
  if (!isBytes(value)) {
    throw new InvalidArgumentError(
      argument,
      ArrayBuffer.isView(value) || isArrayBuffer(value)
        ? `${argument} must be a Uint8Array. Wrap the memory: new Uint8Array(buffer, byteOffset, byteLength).`
        : `${argument} must be a Uint8Array.`,
    );
  }
  if (hasMemory(value)) return value;
  throw new InvalidArgumentError(
    argument,
    `${argument} has lost its memory: its buffer was transferred or resized. Pass a copy.`,
  );
}

/**
 * Copies the bytes of a caller, who may change or wipe them afterwards.
 *
 * @throws {@link InvalidArgumentError} for anything but a Uint8Array that still has its memory
 */
export function copyBytes(value: unknown, argument: string): Bytes {
  return new Uint8Array(checkBytes(value, argument));
}

/**
 * Copies a message of a caller: its bytes, or the UTF-8 bytes of its text.
 *
 * @throws {@link InvalidArgumentError} for anything else, and for text with a lone surrogate
 */
export function copyMessage(value: unknown, argument: string): Bytes {
  const message = checkMessage(value, argument);
  return typeof message === 'string' ? encoder.encode(message) : new Uint8Array(message);
}

/**
 * Copies a secret of a caller, which must not be empty.
 *
 * @throws {@link InvalidArgumentError} as {@link copyMessage}, and for an empty secret
 */
export function copySecret(value: unknown, argument: string): Bytes {
  const secret = copyMessage(value, argument);
  if (secret.length > 0) return secret;
  throw new InvalidArgumentError(argument, `${argument} must not be empty. Is it configured?`);
}

/** Checks that a message from a caller is bytes or well-formed text, and returns it uncopied. */
export function checkMessage(message: unknown, argument: string): Message {
  return typeof message === 'string' ? checkWellFormed(message, argument) : checkBytes(message, argument);
}

/** The bytes of a message. */
export function messageBytes(message: Message, argument: string): Uint8Array {
  const checked = checkMessage(message, argument);
  return typeof checked === 'string' ? encoder.encode(checked) : checked;
}
