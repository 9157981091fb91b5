import { type Clock, type Duration, InvalidArgumentError } from '@countersign/core';
import { durationSeconds } from '@countersign/core/internal';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { checkSwitch, checkText, type OptionNames } from '../options.ts';

/** The registered claims (RFC 7519 section 4.1). */
export interface RegisteredClaims {
  readonly iss?: string;
  readonly sub?: string;
  readonly aud?: string | readonly string[];
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

/** What a claims set must satisfy. Every check runs unless it is named in `skipChecks`. */
export interface ClaimRules {
  /** The issuer, or several of which one must match. Compared exactly. Default: any, also none. */
  readonly issuer?: string | readonly string[];
  /** The audience, or several of which one must match. Without it, a token that has an audience is refused. */
  readonly audience?: string | readonly string[];
  /** Asks for exactly one audience, on both sides. Default false. */
  readonly strictAudience?: boolean;
  /** The subject, compared exactly. */
  readonly subject?: string;
  /** The token id (`jti`), compared exactly. */
  readonly tokenId?: string;
  /** Claims that must be there; `null` counts as absent. */
  readonly require?: readonly string[];
  /** How far clocks may differ: seconds or text such as `"30s"`, at most a day. Default 0. */
  readonly leeway?: Duration;
  /** The greatest age, counted from `iat`, which must then be there. */
  readonly maxAge?: Duration;
  /** Default: the system's clock. */
  readonly now?: Clock;
  /** A Standard Schema (zod, valibot, arktype, …) for the claims set. What it returns is the result of `verify`. */
  readonly schema?: StandardSchemaV1;
  /** Checks to leave out, each on your own responsibility. */
  readonly skipChecks?: readonly SkippableCheck[];
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

/** A leeway beyond a day is no difference between clocks. */
const MAX_LEEWAY_SECONDS = 86_400;

const SKIPPABLE: ReadonlySet<unknown> = new Set(['exp', 'nbf', 'iat', 'aud', 'iss', 'sub', 'jti']);

/** Names of the rules of {@link ClaimRules}. */
export const CLAIM_RULE_NAMES: OptionNames<ClaimRules> = {
  issuer: true,
  audience: true,
  strictAudience: true,
  subject: true,
  tokenId: true,
  require: true,
  leeway: true,
  maxAge: true,
  now: true,
  schema: true,
  skipChecks: true,
};

/**
 * Checks the rules themselves, except for unknown names.
 *
 * @throws {@link InvalidArgumentError}
 */
export function compileClaimRules(rules: ClaimRules): CompiledClaimRules {
  const audiences = oneOrMore(rules.audience, 'audience');
  const isAudienceStrict = checkSwitch(rules.strictAudience, 'strictAudience');
  if (isAudienceStrict && audiences?.size !== 1) {
    throw new InvalidArgumentError(
      'audience',
      'audience must be exactly one string when strictAudience is set.',
    );
  }
  const leewaySeconds = durationSeconds(rules.leeway === undefined ? 0 : rules.leeway, 'leeway');
  if (leewaySeconds > MAX_LEEWAY_SECONDS)
    throw new InvalidArgumentError('leeway', 'leeway must be at most a day.');
  return {
    issuers: oneOrMore(rules.issuer, 'issuer'),
    audiences,
    isAudienceStrict,
    subject: checkText(rules.subject, 'subject'),
    tokenId: checkText(rules.tokenId, 'tokenId'),
    required: [...(oneOrMore(rules.require, 'require', { mayBeEmpty: true }) ?? [])],
    leewaySeconds,
    maxAgeSeconds: rules.maxAge === undefined ? undefined : durationSeconds(rules.maxAge, 'maxAge'),
    now: rules.now,
    schema: schema(rules.schema),
    skipped: skipped(rules.skipChecks === undefined ? [] : rules.skipChecks),
  };
}

function oneOrMore(
  value: unknown,
  argument: string,
  { mayBeEmpty = false }: { readonly mayBeEmpty?: boolean } = {},
): ReadonlySet<string> | undefined {
  if (value === undefined) return undefined;
  const list: readonly unknown[] = Array.isArray(value)
    ? value
    : typeof value === 'string' && !mayBeEmpty
      ? [value]
      : [undefined];
  const texts = list.filter((item) => typeof item === 'string');
  if (texts.length === list.length && (mayBeEmpty || texts.length > 0)) return new Set(texts);
  throw new InvalidArgumentError(
    argument,
    mayBeEmpty
      ? `${argument} must be an array of strings.`
      : `${argument} must be a string or an array of at least one string.`,
  );
}

function schema(value: StandardSchemaV1 | undefined): StandardSchemaV1 | undefined {
  if (value === undefined || typeof value?.['~standard']?.validate === 'function') return value;
  throw new InvalidArgumentError(
    'schema',
    'schema must be a Standard Schema, as zod, valibot and arktype make them.',
  );
}

function skipped(names: readonly SkippableCheck[]): ReadonlySet<SkippableCheck> {
  if (Array.isArray(names) && names.every((name) => SKIPPABLE.has(name))) return new Set(names);
  throw new InvalidArgumentError(
    'skipChecks',
    `skipChecks must be an array of ${[...SKIPPABLE].join(', ')}.`,
  );
}
