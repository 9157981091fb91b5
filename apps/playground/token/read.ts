import { EncodingError, fromBase64Url } from '@countersign/core';

/** One part of a token as far as it can be read; nothing of it is verified. */
export interface Part {
  readonly text: string;
  readonly bytes: Uint8Array | undefined;
  /** The JSON object that it holds. */
  readonly object: Readonly<Record<string, unknown>> | undefined;
  /** The content as text, indented if it is JSON. */
  readonly shown: string;
  /** Why it cannot be read, or is not as it should be. */
  readonly problem: string | undefined;
}

/** Reads a part, even if a verifier would reject it. */
export function readPart(text: string): Part {
  const { bytes, problem } = readBytes(text);
  if (!bytes) return { text, bytes, object: undefined, shown: text, problem };
  const shown = new TextDecoder().decode(bytes);
  try {
    const value: unknown = JSON.parse(shown);
    if (isObject(value))
      return { text, bytes, object: value, shown: JSON.stringify(value, null, 2), problem };
    return { text, bytes, object: undefined, shown, problem: problem ?? 'This is JSON, but not an object.' };
  } catch {
    return { text, bytes, object: undefined, shown, problem: problem ?? 'This is not JSON.' };
  }
}

function readBytes(text: string): Pick<Part, 'bytes' | 'problem'> {
  try {
    return { bytes: fromBase64Url(text), problem: undefined };
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    return { bytes: readLoosely(text), problem: `Not canonical base64url: ${error.message}` };
  }
}

function readLoosely(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    );
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
