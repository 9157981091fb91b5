import {
  type ClaimError,
  ExpiredTokenError,
  ImmatureTokenError,
  InvalidClaimError,
  InvalidIssuedAtError,
  MissingClaimError,
} from '../errors.ts';
import type { CompiledClaimRules } from './rules.ts';

/** A claims set as it comes out of a token: nothing in it is what it seems yet. */
export type UntrustedClaims = Readonly<Record<string, unknown>>;

/** Each time claim's rule (RFC 7519 sections 4.1.4 to 4.1.6). A check returns the failure, or undefined. */
export function checkIssuedAt(
  claims: UntrustedClaims,
  rules: CompiledClaimRules,
  now: number,
): ClaimError | undefined {
  const { iat } = claims;
  if (iat === undefined || rules.skipped.has('iat')) return undefined;
  if (!isDate(iat)) return new InvalidIssuedAtError(notADate('iat'), { claim: 'iat', actual: iat });
  if (iat <= now + rules.leewaySeconds) return undefined;
  return new ImmatureTokenError(`The token was issued in the future: iat is ${show(iat)}.${advice(rules)}`, {
    claim: 'iat',
    actual: iat,
  });
}

export function checkNotBefore(
  claims: UntrustedClaims,
  rules: CompiledClaimRules,
  now: number,
): ClaimError | undefined {
  const { nbf } = claims;
  if (nbf === undefined || rules.skipped.has('nbf')) return undefined;
  if (!isDate(nbf)) return new InvalidClaimError(notADate('nbf'), { claim: 'nbf', actual: nbf });
  if (nbf <= now + rules.leewaySeconds) return undefined;
  return new ImmatureTokenError(
    `The token is not yet valid (nbf): it is from ${show(nbf)} on.${advice(rules)}`,
    { claim: 'nbf', actual: nbf },
  );
}

export function checkExpiry(
  claims: UntrustedClaims,
  rules: CompiledClaimRules,
  now: number,
): ClaimError | undefined {
  const { exp } = claims;
  if (exp === undefined || rules.skipped.has('exp')) return undefined;
  if (!isDate(exp)) return new InvalidClaimError(notADate('exp'), { claim: 'exp', actual: exp });
  if (now < exp + rules.leewaySeconds) return undefined;
  return new ExpiredTokenError(`The token expired at ${show(exp)} (exp). Ask for a new one.`, {
    claim: 'exp',
    actual: exp,
  });
}

export function checkAge(
  claims: UntrustedClaims,
  rules: CompiledClaimRules,
  now: number,
): ClaimError | undefined {
  const { maxAgeSeconds } = rules;
  if (maxAgeSeconds === undefined) return undefined;
  const { iat } = claims;
  const expected = { claim: 'iat', expected: maxAgeSeconds };
  if (iat === undefined) return new MissingClaimError('The token has no iat, which maxAge needs.', expected);
  if (!isDate(iat)) return new InvalidIssuedAtError(notADate('iat'), { ...expected, actual: iat });
  if (now < iat + maxAgeSeconds + rules.leewaySeconds) return undefined;
  return new ExpiredTokenError(
    `The token is older than ${maxAgeSeconds} seconds (maxAge): it was issued at ${show(iat)}.`,
    { ...expected, actual: iat },
  );
}

// Numeric strings, booleans, null and 1e400, which JSON reads as infinity, are not dates.
function isDate(value: unknown): value is number {
  return Number.isFinite(value);
}

function notADate(claim: string): string {
  return `The claim ${claim} is not a date: it must be a finite number of seconds (RFC 7519 section 2, NumericDate).`;
}

function show(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isFinite(date.getTime()) ? date.toISOString() : `second ${seconds}`;
}

function advice({ leewaySeconds }: CompiledClaimRules): string {
  return leewaySeconds === 0 ? ' If clocks differ, allow for it with leeway.' : '';
}
