import { InvalidArgumentError } from '@countersign/core/internal';
import { type JsonObject, parseJsonObject } from '../token/json.ts';

/**
 * Reads a claims set from a JSON text as strictly as a token's is read. `JSON.parse` would keep the last of two members of
 * one name in silence, and a claim that somebody reviewed would not be the one that is signed.
 *
 * @throws {@link DecodeError} (`ERR_TOKEN_DECODE`) for what is no JSON object, a member name that stands twice in one object or is
 * `__proto__`, a lone surrogate, and nesting beyond 64; {@link InvalidArgumentError} for what is no string
 * @see RFC 7519 section 4, RFC 7493 sections 2.1 and 2.3
 * @example
 * parseClaims('{"sub": "user-42"}') // { sub: 'user-42' }
 */
export function parseClaims(text: string): JsonObject {
  if (typeof text !== 'string') throw new InvalidArgumentError('text', 'text must be a string.');
  return parseJsonObject(text, 'claims set');
}
