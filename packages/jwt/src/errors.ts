import { CountersignError, type CountersignErrorOptions } from '@countersign/core';

/** The base of every error that a token, its key or its claims can end in. */
export class TokenError extends CountersignError {
  override readonly name: string = 'TokenError';
}

/** The text is no compact JWS that this package accepts, or its payload no claims set. `ERR_TOKEN_MALFORMED` */
export class DecodeError extends TokenError {
  override readonly name: string = 'DecodeError';

  constructor(message: string, options?: CountersignErrorOptions) {
    super('ERR_TOKEN_MALFORMED', message, options);
  }
}

/** The signature does not belong to this header, payload and key. `ERR_TOKEN_SIGNATURE` */
export class InvalidSignatureError extends TokenError {
  override readonly name: string = 'InvalidSignatureError';

  constructor() {
    super(
      'ERR_TOKEN_SIGNATURE',
      'The signature is not valid for this token and key. Do not trust the token.',
    );
  }
}

/** The caller's own list says that the token no longer counts. `ERR_TOKEN_REVOKED` */
export class RevokedTokenError extends TokenError {
  override readonly name: string = 'RevokedTokenError';

  constructor() {
    super('ERR_TOKEN_REVOKED', 'The token was revoked. Ask for a new one.');
  }
}

/** The token's algorithm is not one that the caller accepts. `ERR_TOKEN_ALGORITHM` */
export class InvalidAlgorithmError extends TokenError {
  override readonly name: string = 'InvalidAlgorithmError';

  constructor(message: string) {
    super('ERR_TOKEN_ALGORITHM', message);
  }
}

/** The key is malformed, too weak, of the wrong kind or not for this algorithm. `ERR_KEY_INVALID` */
export class InvalidKeyError extends TokenError {
  override readonly name: string = 'InvalidKeyError';

  constructor(message: string, options?: CountersignErrorOptions) {
    super('ERR_KEY_INVALID', message, options);
  }
}

/** No key of the set fits the token. `ERR_KEY_NOT_FOUND` */
export class KeyNotFoundError extends TokenError {
  override readonly name: string = 'KeyNotFoundError';

  constructor(message: string) {
    super('ERR_KEY_NOT_FOUND', message);
  }
}

/** The key set cannot be had, or is no key set, or is ambiguous. `ERR_KEY_SET` */
export class KeySetError extends TokenError {
  override readonly name: string = 'KeySetError';

  constructor(message: string, options?: CountersignErrorOptions) {
    super('ERR_KEY_SET', message, options);
  }
}

/** What a failed claim was, beside its sentence. */
export interface ClaimFailure {
  /** The claim's name. */
  readonly claim: string;
  /** What the rules ask for. */
  readonly expected?: unknown;
  /** What the token says. */
  readonly actual?: unknown;
}

/** A claim does not satisfy the rules. Its subclasses say which, and how. */
export class ClaimError extends TokenError {
  override readonly name: string = 'ClaimError';
  readonly claim: string;
  readonly expected: unknown;
  readonly actual: unknown;

  constructor(code: string, message: string, { claim, expected, actual }: ClaimFailure) {
    super(code, message);
    this.claim = claim;
    this.expected = expected;
    this.actual = actual;
  }
}

/** `exp` has passed, or the token is older than `maxAge` allows. `ERR_TOKEN_EXPIRED` */
export class ExpiredTokenError extends ClaimError {
  override readonly name: string = 'ExpiredTokenError';

  constructor(message: string, failure: ClaimFailure) {
    super('ERR_TOKEN_EXPIRED', message, failure);
  }
}

/** `nbf` or `iat` lies in the future. `ERR_TOKEN_NOT_YET_VALID` */
export class ImmatureTokenError extends ClaimError {
  override readonly name: string = 'ImmatureTokenError';

  constructor(message: string, failure: ClaimFailure) {
    super('ERR_TOKEN_NOT_YET_VALID', message, failure);
  }
}

/** `iss` is not an expected issuer. `ERR_TOKEN_ISSUER` */
export class InvalidIssuerError extends ClaimError {
  override readonly name: string = 'InvalidIssuerError';

  constructor(message: string, failure: ClaimFailure) {
    super('ERR_TOKEN_ISSUER', message, failure);
  }
}

/** `aud` names nobody expected, or somebody although none was expected. `ERR_TOKEN_AUDIENCE` */
export class InvalidAudienceError extends ClaimError {
  override readonly name: string = 'InvalidAudienceError';

  constructor(message: string, failure: ClaimFailure) {
    super('ERR_TOKEN_AUDIENCE', message, failure);
  }
}

/** `sub` is no string or not the expected one. `ERR_TOKEN_SUBJECT` */
export class InvalidSubjectError extends ClaimError {
  override readonly name: string = 'InvalidSubjectError';

  constructor(message: string, failure: ClaimFailure) {
    super('ERR_TOKEN_SUBJECT', message, failure);
  }
}

/** `iat` is no finite number. `ERR_TOKEN_ISSUED_AT` */
export class InvalidIssuedAtError extends ClaimError {
  override readonly name: string = 'InvalidIssuedAtError';

  constructor(message: string, failure: ClaimFailure) {
    super('ERR_TOKEN_ISSUED_AT', message, failure);
  }
}

/** `jti` is no string or not the expected one. `ERR_TOKEN_ID` */
export class InvalidTokenIdError extends ClaimError {
  override readonly name: string = 'InvalidTokenIdError';

  constructor(message: string, failure: ClaimFailure) {
    super('ERR_TOKEN_ID', message, failure);
  }
}

/** A claim that the rules need is absent or null. `ERR_TOKEN_CLAIM_MISSING` */
export class MissingClaimError extends ClaimError {
  override readonly name: string = 'MissingClaimError';

  constructor(message: string, failure: ClaimFailure) {
    super('ERR_TOKEN_CLAIM_MISSING', message, failure);
  }
}

/** Any other claim is not what it must be: `exp` or `nbf` no finite number, or the schema refuses it. `ERR_TOKEN_CLAIM` */
export class InvalidClaimError extends ClaimError {
  override readonly name: string = 'InvalidClaimError';

  constructor(message: string, failure: ClaimFailure) {
    super('ERR_TOKEN_CLAIM', message, failure);
  }
}
