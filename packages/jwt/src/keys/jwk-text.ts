import { DecodeError, InvalidKeyError } from '../errors.ts';
import { parseJsonObject } from '../token/json.ts';
import { copyJwk, type JwkCopy } from './formats/jwk.ts';

/**
 * Reads a JWK text. A member that occurs twice is an error, because other parsers would read another key.
 *
 * @returns undefined for any other text
 * @throws {@link InvalidKeyError}
 */
export function parseJwkText(text: string): JwkCopy | undefined {
  const parsed = parseObject(text);
  if (!parsed || !Object.hasOwn(parsed, 'kty')) return undefined;
  try {
    return copyJwk(parseJsonObject(text, 'JWK'));
  } catch (error) {
    if (error instanceof DecodeError) throw new InvalidKeyError(error.message);
    throw error;
  }
}

/** Whether a text is a JWK Set. */
export function isJwkSetText(text: string): boolean {
  const parsed = parseObject(text);
  return (
    parsed !== undefined && Object.hasOwn(parsed, 'keys') && 'keys' in parsed && Array.isArray(parsed.keys)
  );
}

function parseObject(text: string): object | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
