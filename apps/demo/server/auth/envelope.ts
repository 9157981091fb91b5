import { fromUtf8, utf8 } from '@countersign/core';
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader, errors } from 'jose';

/** Keys that encrypt keys, by name. Each has 256 bits. New envelopes are made with `current`. */
export interface KeyEncryptionKeys {
  readonly current: string;
  readonly keys: ReadonlyMap<string, Uint8Array>;
}

/** Says how the rest is to be read; another way gets another number. */
const VERSION = 'v1';

/** An envelope that cannot be opened. The message names the key that is missing or wrong, and holds no secret. */
export class EnvelopeError extends Error {
  override readonly name = 'EnvelopeError';
}

/**
 * Encrypts a secret for the database: a JWE (RFC 7516) with a key of its own, which is wrapped by the current key-encryption key (A256GCMKW, A256GCM).
 * The header names that key, and what the secret is for: an envelope that was moved to another row does not open.
 */
export async function seal(
  secret: string,
  purpose: string,
  { current, keys }: KeyEncryptionKeys,
): Promise<string> {
  const key = keys.get(current);
  if (!key) throw new EnvelopeError(`There is no key-encryption key "${current}".`);
  const jwe = await new CompactEncrypt(utf8(secret))
    .setProtectedHeader({ alg: 'A256GCMKW', enc: 'A256GCM', kid: current, for: purpose })
    .encrypt(key);
  return `${VERSION}.${jwe}`;
}

/** Opens an envelope. */
export async function open(sealed: string, purpose: string, { keys }: KeyEncryptionKeys): Promise<string> {
  if (!sealed.startsWith(`${VERSION}.`))
    throw new EnvelopeError(`The envelope of ${purpose} is of an unknown version.`);
  const jwe = sealed.slice(VERSION.length + 1);
  const kid = keyOf(sealed);
  const key = kid === undefined ? undefined : keys.get(kid);
  if (!key) {
    throw new EnvelopeError(
      `The envelope of ${purpose} was made with the key-encryption key "${kid}", which is not among those configured (${[...keys.keys()].join(', ')}).`,
    );
  }
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(jwe, key, {
      keyManagementAlgorithms: ['A256GCMKW'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    if (protectedHeader['for'] !== purpose)
      throw new EnvelopeError(`The envelope of ${purpose} was made for something else.`);
    return fromUtf8(plaintext);
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    throw new EnvelopeError(
      `The envelope of ${purpose} does not open with the key-encryption key "${kid}": the key is another one by that name, or the envelope was changed.`,
    );
  }
}

/** Which key-encryption key an envelope was made with. */
export function keyOf(sealed: string): string | undefined {
  try {
    return decodeProtectedHeader(sealed.slice(VERSION.length + 1)).kid;
  } catch {
    return undefined;
  }
}
