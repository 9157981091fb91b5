import { InvalidArgumentError } from '@countersign/core/internal';
import { type JsonObject, parseJsonObject } from '../token/json.ts';

/**
 * Reads a claims set from a JSON text as strictly as from a token. `JSON.parse` keeps the last of two members with one
 * name silently, so a reviewer could read another claim than the signed one.
 *
 * @throws {@link DecodeError} (`ERR_TOKEN_MALFORMED`) if the text is not a JSON object, has a member twice or named
 * `__proto__`, a lone surrogate, or more than 64 levels; {@link InvalidArgumentError} if it is not a string
 * @see RFC 7519 section 4, RFC 7493 sections 2.1 and 2.3
 * @example
 * parseClaims('{"sub": "user-42"}') // { sub: 'user-42' }
 */
export function parseClaims(text: string): JsonObject {
  if (typeof text !== 'string') throw new InvalidArgumentError('text', 'text must be a string.');
  return parseJsonObject(text, 'claims set');
}
