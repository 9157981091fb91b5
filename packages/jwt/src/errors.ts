import { CountersignError, type CountersignErrorOptions } from '@countersign/core/internal';

/**
 * Where the fault is: in the `token` (answer 401), in the `configuration` of this program (500), or in an `outage` of
 * another service (503).
 */
export type Blame = 'token' | 'configuration' | 'outage';

/** The codes of this package's own errors. `ERR_INVALID_ARGUMENT` comes from `@countersign/core`. */
export type JwtErrorCode =
  | 'ERR_KEY_INVALID'
  | 'ERR_KEY_SET'
  | 'ERR_KEY_NOT_FOUND'
  | 'ERR_TOKEN_ALGORITHM'
  | 'ERR_TOKEN_AUDIENCE'
  | 'ERR_TOKEN_CLAIM'
  | 'ERR_TOKEN_CLAIM_MISSING'
  | 'ERR_TOKEN_EXPIRED'
  | 'ERR_TOKEN_ID'
  | 'ERR_TOKEN_ISSUED_AT'
  | 'ERR_TOKEN_ISSUER'
  | 'ERR_TOKEN_MALFORMED'
  | 'ERR_TOKEN_NOT_YET_VALID'
  | 'ERR_TOKEN_REVOKED'
  | 'ERR_TOKEN_SIGNATURE'
  | 'ERR_TOKEN_SUBJECT';

/** The codes of a {@link TokenError}. */
export type TokenErrorCode = Exclude<JwtErrorCode, 'ERR_KEY_INVALID' | 'ERR_KEY_SET'>;

/** The base of all errors of this package. */
export abstract class JwtError extends CountersignError {
  override readonly name: string = 'JwtError';
  abstract override readonly code: JwtErrorCode;
  /** Where the fault is. A middleware answers 401, 500 or 503 without a list of codes. */
  abstract readonly blame: Blame;
}

/** The base of the errors that reject a token. */
export abstract class TokenError extends JwtError {
  override readonly name: string = 'TokenError';
  abstract override readonly code: TokenErrorCode;
  readonly blame: Blame = 'token';
}

/** The token is not a compact JWS that this package accepts, or its payload is not a claims set. */
export class DecodeError extends TokenError {
  override readonly name: string = 'DecodeError';
  override readonly code: 'ERR_TOKEN_MALFORMED' = 'ERR_TOKEN_MALFORMED';

  constructor(message: string, options?: CountersignErrorOptions) {
    super('ERR_TOKEN_MALFORMED', message, options);
  }
}

/** The signature is not valid for this header, payload and key. */
export class InvalidSignatureError extends TokenError {
  override readonly name: string = 'InvalidSignatureError';
  override readonly code: 'ERR_TOKEN_SIGNATURE' = 'ERR_TOKEN_SIGNATURE';

  constructor(message = 'The signature is not valid for this token and key. Do not trust the token.') {
    super('ERR_TOKEN_SIGNATURE', message);
  }
}

/** `isRevoked` rejected the token. */
export class RevokedTokenError extends TokenError {
  override readonly name: string = 'RevokedTokenError';
  override readonly code: 'ERR_TOKEN_REVOKED' = 'ERR_TOKEN_REVOKED';

  constructor() {
    super('ERR_TOKEN_REVOKED', 'The token was revoked. Ask for a new one.');
  }
}

/** The token's algorithm is not one of the accepted algorithms. */
export class InvalidAlgorithmError extends TokenError {
  override readonly name: string = 'InvalidAlgorithmError';
  override readonly code: 'ERR_TOKEN_ALGORITHM' = 'ERR_TOKEN_ALGORITHM';

  constructor(message: string) {
    super('ERR_TOKEN_ALGORITHM', message);
  }
}

/** The key is malformed, too weak, of the wrong kind, or for another algorithm. */
export class InvalidKeyError extends JwtError {
  override readonly name: string = 'InvalidKeyError';
  override readonly code: 'ERR_KEY_INVALID' = 'ERR_KEY_INVALID';
  readonly blame: Blame = 'configuration';

  constructor(message: string, options?: CountersignErrorOptions) {
    super('ERR_KEY_INVALID', message, options);
  }
}

/** No key of the set fits the token. */
export class KeyNotFoundError extends TokenError {
  override readonly name: string = 'KeyNotFoundError';
  override readonly code: 'ERR_KEY_NOT_FOUND' = 'ERR_KEY_NOT_FOUND';

  constructor(message: string) {
    super('ERR_KEY_NOT_FOUND', message);
  }
}

/** Options of a {@link KeySetError}. */
export interface KeySetErrorOptions extends CountersignErrorOptions {
  /** Default `outage`. */
  readonly blame?: Blame;
}

/** The key set cannot be fetched, is not a JWK Set, or is ambiguous. */
export class KeySetError extends JwtError {
  override readonly name: string = 'KeySetError';
  override readonly code: 'ERR_KEY_SET' = 'ERR_KEY_SET';
  readonly blame: Blame;

  constructor(message: string, { blame = 'outage', ...options }: KeySetErrorOptions = {}) {
    super('ERR_KEY_SET', message, options);
    this.blame = blame;
  }
}

/** Details of a failed claim. */
export interface ClaimFailure {
  /** The claim's name. */
  readonly claim: string;
  /** The value that the rules expect. */
  readonly expected?: unknown;
  /** The value in the token, shortened. */
  readonly actual?: unknown;
  /** Default `token`. For claims that cannot be signed, `configuration`. */
  readonly blame?: Blame;
}

/** A claim does not satisfy the rules. The subclass and `code` say which rule. */
export abstract class ClaimError extends TokenError {
  override readonly name: string = 'ClaimError';
  override readonly blame: Blame;
  readonly claim: string;
  readonly expected: unknown;
  readonly actual: unknown;

  constructor(code: TokenErrorCode, message: string, failure: ClaimFailure) {
    super(code, message);
    this.blame = failure.blame ?? 'token';
    this.claim = failure.claim;
    this.expected = failure.expected;
    this.actual = shortened(failure.actual);
  }
}

/** `exp` is in the past, or the token is older than `maxAge`. */
export class ExpiredTokenError extends ClaimError {
  override readonly name: string = 'ExpiredTokenError';
  override readonly code: 'ERR_TOKEN_EXPIRED' = 'ERR_TOKEN_EXPIRED';

  constructor(message: string, failure: ClaimFailure) {
    super('ERR_TOKEN_EXPIRED', message, failure);
  }
}

/** `nbf` or `iat` is in the future. */
export class ImmatureTokenError extends ClaimError {
  override readonly name: string = 'ImmatureTokenError';
  override readonly code: 'ERR_TOKEN_NOT_YET_VALID' = 'ERR_TOKEN_NOT_YET_VALID';

  constructor(message: string, failure: ClaimFailure) {
    super('ERR_TOKEN_NOT_YET_VALID', message, failure);
  }
}

/** `iss` is not a string, or not an expected issuer. */
export class InvalidIssuerError extends ClaimError {
  override readonly name: string = 'InvalidIssuerError';
  override readonly code: 'ERR_TOKEN_ISSUER' = 'ERR_TOKEN_ISSUER';

  constructor(message: string, failure: ClaimFailure) {
    super('ERR_TOKEN_ISSUER', message, failure);
  }
}

/** `aud` has no expected audience, or the token has an audience and no rule expects one. */
export class InvalidAudienceError extends ClaimError {
  override readonly name: string = 'InvalidAudienceError';
  override readonly code: 'ERR_TOKEN_AUDIENCE' = 'ERR_TOKEN_AUDIENCE';

  constructor(message: string, failure: ClaimFailure) {
    super('ERR_TOKEN_AUDIENCE', message, failure);
  }
}

/** `sub` is not a string, or not the expected one. */
export class InvalidSubjectError extends ClaimError {
  override readonly name: string = 'InvalidSubjectError';
  override readonly code: 'ERR_TOKEN_SUBJECT' = 'ERR_TOKEN_SUBJECT';

  constructor(message: string, failure: ClaimFailure) {
    super('ERR_TOKEN_SUBJECT', message, failure);
  }
}

/** `iat` is not a date. */
export class InvalidIssuedAtError extends ClaimError {
  override readonly name: string = 'InvalidIssuedAtError';
  override readonly code: 'ERR_TOKEN_ISSUED_AT' = 'ERR_TOKEN_ISSUED_AT';

  constructor(message: string, failure: ClaimFailure) {
    super('ERR_TOKEN_ISSUED_AT', message, failure);
  }
}

/** `jti` is not a string, or not the expected one. */
export class InvalidTokenIdError extends ClaimError {
  override readonly name: string = 'InvalidTokenIdError';
  override readonly code: 'ERR_TOKEN_ID' = 'ERR_TOKEN_ID';

  constructor(message: string, failure: ClaimFailure) {
    super('ERR_TOKEN_ID', message, failure);
  }
}

/** A required claim is absent. */
export class MissingClaimError extends ClaimError {
  override readonly name: string = 'MissingClaimError';
  override readonly code: 'ERR_TOKEN_CLAIM_MISSING' = 'ERR_TOKEN_CLAIM_MISSING';

  constructor(message: string, failure: ClaimFailure) {
    super('ERR_TOKEN_CLAIM_MISSING', message, failure);
  }
}

/** Another claim is invalid: `exp` or `nbf` is not a date, the schema rejects it, or JSON cannot represent it. */
export class InvalidClaimError extends ClaimError {
  override readonly name: string = 'InvalidClaimError';
  override readonly code: 'ERR_TOKEN_CLAIM' = 'ERR_TOKEN_CLAIM';

  constructor(message: string, failure: ClaimFailure) {
    super('ERR_TOKEN_CLAIM', message, failure);
  }
}

const MAX_SHOWN_LENGTH = 100;
const MAX_SHOWN_ITEMS = 3;

/** Limits the length of a value from a token, because errors are logged. */
function shortened(value: unknown): unknown {
  if (typeof value === 'string') return shortText(value);
  if (Array.isArray(value)) return value.slice(0, MAX_SHOWN_ITEMS).map((item) => shortScalar(item));
  return shortScalar(value);
}

function shortScalar(value: unknown): unknown {
  if (typeof value === 'string') return shortText(value);
  return typeof value === 'object' && value !== null
    ? `[${Array.isArray(value) ? 'array' : 'object'}]`
    : value;
}

/** Characters that change the direction or the look of a log line: controls, format characters, separators. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A string from a token, short and without characters that could change how a log looks. */
export function shortText(text: string, maxLength: number = MAX_SHOWN_LENGTH): string {
  const escaped = text
    .slice(0, maxLength + 1)
    .replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  // A cut may divide a character.
  return escaped.length > maxLength ? `${escaped.slice(0, maxLength).toWellFormed()}…` : escaped;
}
