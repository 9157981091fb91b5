import { type Bytes, integer, readOptions, withDefault } from '@countersign/core/internal';
import { DEFAULT_MAX_TOKEN_LENGTH, MAX_TOKEN_LENGTH, partBytes, partText, splitToken } from './compact.ts';
import { type ProtectedHeader, parseHeader } from './header.ts';
import { type JsonObject, parseJsonObject } from './json.ts';

/** A token's parts, read and not verified. */
export interface UnverifiedToken {
  readonly header: ProtectedHeader;
  readonly claims: JsonObject;
  readonly signature: Bytes;
}

/** Options of {@link decodeUnverified}. */
export interface UnverifiedOptions {
  /** Maximum length of the token in characters. Default 16 384. */
  readonly maxTokenLength?: number | undefined;
}

const OPTIONS = {
  maxTokenLength: withDefault(integer({ min: 1, max: MAX_TOKEN_LENGTH }), DEFAULT_MAX_TOKEN_LENGTH),
};

/**
 * Reads a token without a key. **Nothing is verified**: anyone can have written it. Use it to show a token, or to
 * learn which issuer's keys to look for; never to decide.
 *
 * Structure, Base64url, JSON, duplicate members and `crit` are checked as for a verified token.
 *
 * @throws {@link DecodeError} `ERR_TOKEN_MALFORMED`
 * @example
 * decodeUnverified(token).claims
 */
export function decodeUnverified(token: string, options: UnverifiedOptions = {}): UnverifiedToken {
  const { maxTokenLength } = readOptions(options, OPTIONS);
  const parts = splitToken(token, maxTokenLength);
  return {
    header: { ...parseHeader(parts.header, { allowUnencodedPayload: false }) },
    claims: parseJsonObject(partText(parts.payload, 'payload'), 'payload'),
    signature: partBytes(parts.signature, 'signature'),
  };
}
