import {
  boolean,
  type Clock,
  clock,
  type Duration,
  durationSeconds,
  durationUpTo,
  InvalidArgumentError,
  list,
  narrowing,
  oneOf,
  optional,
  string,
  type TableOf,
  withDefault,
} from '@countersign/core/internal';
import type { StandardSchemaV1 } from '@standard-schema/spec';

/** The registered claims (RFC 7519 section 4.1). */
export interface RegisteredClaims {
  readonly iss?: string;
  readonly sub?: string;
  /** The array is mutable, so that code for other libraries accepts it. */
  readonly aud?: string | string[];
  /** Seconds since 1970-01-01T00:00:00Z, as are `nbf` and `iat`. */
  readonly exp?: number;
  readonly nbf?: number;
  readonly iat?: number;
  readonly jti?: string;
}

/** A claims set: the registered claims and any others. */
export type Claims = RegisteredClaims & { readonly [claim: string]: unknown };

/** A registered claim whose check can be switched off. */
export type SkippableCheck = 'exp' | 'nbf' | 'iat' | 'aud' | 'iss' | 'sub' | 'jti';

/** Requirements for a claims set. Every check runs unless `skipChecks` names it. */
export interface ClaimRules {
  /** The issuer, or several of which one must match. Compared exactly. Default: any, also none. */
  readonly issuer?: string | readonly string[];
  /** The audience, or several of which one must match. Without it, a token that has an audience is rejected. */
  readonly audience?: string | readonly string[];
  /** Requires exactly one audience, on both sides. Default false. */
  readonly strictAudience?: boolean | undefined;
  /** The subject, compared exactly. */
  readonly subject?: string;
  /** The token id (`jti`), compared exactly. */
  readonly tokenId?: string;
  /** Claims that must be present. A `null` counts as absent, unless the claim is registered: then its type is wrong. */
  readonly require?: readonly string[];
  /** Allowed clock skew: seconds or text such as `"30s"`, at most a day. Default 0. */
  readonly leeway?: Duration | undefined;
  /** Maximum age, from `iat`, which is then required. */
  readonly maxAge?: Duration;
  /** Default: the system's clock. */
  readonly now?: Clock | undefined;
  /** A Standard Schema (zod, valibot, arktype, …) for the claims set. Its output is the result of `verify`. */
  readonly schema?: StandardSchemaV1;
  /** Checks to omit. */
  readonly skipChecks?: readonly SkippableCheck[] | undefined;
}

/** Rules whose options are checked and complete: compiled once, used for every token. */
export interface CompiledClaimRules {
  readonly issuers: ReadonlySet<string> | undefined;
  readonly audiences: ReadonlySet<string> | undefined;
  readonly isAudienceStrict: boolean;
  readonly subject: string | undefined;
  readonly tokenId: string | undefined;
  readonly required: readonly string[];
  readonly leewaySeconds: number;
  readonly maxAgeSeconds: number | undefined;
  readonly now: Clock | undefined;
  readonly schema: StandardSchemaV1 | undefined;
  readonly skipped: ReadonlySet<SkippableCheck>;
}

/** A longer leeway is not a difference between clocks. */
const MAX_LEEWAY_SECONDS = 86_400;

/** The rules as they are read: frozen, with defaults. */
export interface ReadClaimRules {
  readonly issuer: readonly string[] | undefined;
  readonly audience: readonly string[] | undefined;
  readonly strictAudience: boolean;
  readonly subject: string | undefined;
  readonly tokenId: string | undefined;
  readonly require: readonly string[] | undefined;
  readonly leeway: number;
  readonly maxAge: number | undefined;
  readonly now: Clock | undefined;
  readonly schema: StandardSchemaV1 | undefined;
  readonly skipChecks: readonly SkippableCheck[];
}

/** The reader of each rule of {@link ClaimRules}. */
export const CLAIM_RULES: TableOf<ReadClaimRules> = {
  issuer: narrowing(oneOrMore),
  audience: narrowing(oneOrMore),
  strictAudience: withDefault(boolean, false),
  subject: narrowing(string),
  tokenId: narrowing(string),
  require: narrowing(list(string)),
  leeway: withDefault(durationUpTo(MAX_LEEWAY_SECONDS), 0),
  maxAge: narrowing(durationSeconds),
  now: optional(clock),
  schema: narrowing(schema),
  skipChecks: withDefault(list(oneOf(['exp', 'nbf', 'iat', 'aud', 'iss', 'sub', 'jti'])), []),
};

/**
 * Compiles rules that {@link CLAIM_RULES} has read.
 *
 * @throws {@link InvalidArgumentError}
 */
export function compileClaimRules(rules: ReadClaimRules): CompiledClaimRules {
  const { issuer, audience, strictAudience } = rules;
  if (strictAudience && audience?.length !== 1) {
    throw new InvalidArgumentError(
      'audience',
      'audience must be exactly one string when strictAudience is set.',
    );
  }
  return {
    issuers: issuer && new Set(issuer),
    audiences: audience && new Set(audience),
    isAudienceStrict: strictAudience,
    subject: rules.subject,
    tokenId: rules.tokenId,
    required: rules.require ?? [],
    leewaySeconds: rules.leeway,
    maxAgeSeconds: rules.maxAge,
    now: rules.now,
    schema: rules.schema,
    skipped: new Set(rules.skipChecks),
  };
}

/** Reads a string or a list of at least one string. */
export function oneOrMore(value: unknown, argument: string): readonly string[] {
  return typeof value === 'string' ? [value] : list(string, { min: 1 })(value, argument, true);
}

function schema(value: unknown, argument: string): StandardSchemaV1 {
  if (isSchema(value)) return value;
  throw new InvalidArgumentError(
    argument,
    `${argument} must be a Standard Schema, for example of zod, valibot or arktype.`,
  );
}

function isSchema(value: unknown): value is StandardSchemaV1 {
  try {
    const standard: unknown = Object(value)['~standard'];
    return typeof Object(standard).validate === 'function';
  } catch {
    return false;
  }
}
