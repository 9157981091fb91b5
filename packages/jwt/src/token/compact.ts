import {
  type Bytes,
  EncodingError,
  fromBase64Url,
  InvalidArgumentError,
  textFromBase64Url,
} from '@countersign/core/internal';
import { DecodeError } from '../errors.ts';
import { describeMistake } from './mistakes.ts';

/** Default maximum length of a token in characters. Servers accept headers of 8 to 16 KiB. */
export const DEFAULT_MAX_TOKEN_LENGTH: number = 16 * 1024;

/** The three parts of a compact JWS (RFC 7515 section 7.1), still as text. */
export interface CompactToken {
  readonly header: string;
  readonly payload: string;
  readonly signature: string;
  /** The first two with the dot between them: what is signed. */
  readonly signingInput: string;
}

/** The largest value of the option `maxTokenLength`. */
export const MAX_TOKEN_LENGTH: number = 2 ** 26;

/**
 * Checks the type and the length of a token, before any other work.
 *
 * @throws {@link DecodeError}
 */
export function checkTokenText(token: unknown, maxTokenLength: number): asserts token is string {
  if (typeof token !== 'string') throw new InvalidArgumentError('token', 'token must be a string.');
  if (token.length > maxTokenLength) {
    throw new DecodeError(
      `The token has ${token.length} characters; at most ${maxTokenLength} are accepted (maxTokenLength).`,
    );
  }
}

/**
 * Splits a token into its three parts. The length is checked before anything else.
 *
 * @throws {@link DecodeError} for anything but three parts: JWE has five, JSON serializations have braces
 */
export function splitToken(token: string, maxTokenLength: number): CompactToken {
  checkTokenText(token, maxTokenLength);
  const first = token.indexOf('.');
  const second = token.indexOf('.', first + 1);
  if (first === 0 || second === -1 || token.indexOf('.', second + 1) !== -1) {
    throw new DecodeError(describeShape(token));
  }
  return {
    header: token.slice(0, first),
    payload: token.slice(first + 1, second),
    signature: token.slice(second + 1),
    signingInput: token.slice(0, second),
  };
}

function describeShape(token: string): string {
  const mistake = describeMistake(token);
  if (mistake !== undefined) return mistake;
  if (!token.includes('.')) return 'The token has no dots. A signed token has three parts between dots.';
  const parts = token.split('.').length;
  return parts === 3
    ? 'The token has no header.'
    : `The token has ${parts} parts between dots. A signed token has three.`;
}

/**
 * The bytes of one part. Only canonical Base64url without padding is accepted (RFC 7515 section 2), so that one
 * token has one spelling.
 *
 * @throws {@link DecodeError}
 */
export function partBytes(part: string, what: string): Bytes {
  try {
    return fromBase64Url(part);
  } catch (error) {
    throw notCanonical(error, part, what);
  }
}

/**
 * The text of one part, as strictly; undefined for bytes that are not UTF-8, which a verifier says only once the
 * signature is known to be right.
 *
 * @throws {@link DecodeError}
 */
export function partText(part: string, what: string): string | undefined {
  try {
    return textFromBase64Url(part);
  } catch (error) {
    if (error instanceof InvalidArgumentError) return undefined;
    throw notCanonical(error, part, what);
  }
}

function notCanonical(error: unknown, part: string, what: string): unknown {
  if (!(error instanceof EncodingError)) return error;
  const mistake = describeMistake(what === 'signature' ? `.${part}` : `${part}.`);
  return new DecodeError(mistake ?? `The ${what} is not canonical base64url: ${error.message}`);
}
