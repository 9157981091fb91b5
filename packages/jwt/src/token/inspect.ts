import type { Bytes } from '@countersign/core';
import { checkOptions, type OptionNames } from '../options.ts';
import { checkMaxTokenLength, partBytes, partText, splitToken } from './compact.ts';
import { type ProtectedHeader, parseHeader } from './header.ts';
import { type JsonObject, parseJsonObject } from './json.ts';

/** A token's parts, read and not verified. */
export interface UnverifiedToken {
  readonly header: ProtectedHeader;
  readonly claims: JsonObject;
  readonly signature: Bytes;
}

/** How {@link decodeUnverified} reads. */
export interface UnverifiedOptions {
  /** The longest token that is looked at, in characters. Default 16 384. */
  readonly maxTokenLength?: number;
}

const OPTION_NAMES: OptionNames<UnverifiedOptions> = { maxTokenLength: true };

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
  checkOptions(options, OPTION_NAMES);
  const parts = splitToken(token, checkMaxTokenLength(options.maxTokenLength));
  return {
    header: parseHeader(parts.header, { allowUnencodedPayload: false }),
    claims: parseJsonObject(partText(parts.payload, 'payload'), 'payload'),
    signature: partBytes(parts.signature, 'signature'),
  };
}
