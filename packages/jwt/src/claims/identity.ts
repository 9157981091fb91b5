import {
  type ClaimError,
  InvalidAudienceError,
  InvalidIssuerError,
  InvalidSubjectError,
  InvalidTokenIdError,
  MissingClaimError,
  shortText,
} from '../errors.ts';
import type { CompiledClaimRules } from './rules.ts';
import type { UntrustedClaims } from './time.ts';

/** `iss` (RFC 7519 section 4.1.1). If configured, it must equal one of the expected strings exactly. */
export function checkIssuer(
  claims: UntrustedClaims,
  { issuers, skipped }: CompiledClaimRules,
): ClaimError | undefined {
  if (skipped.has('iss')) return undefined;
  const { iss } = claims;
  if (iss !== undefined && typeof iss !== 'string') {
    return new InvalidIssuerError('The issuer (iss) is not a string.', { claim: 'iss', actual: iss });
  }
  if (issuers === undefined || (typeof iss === 'string' && issuers.has(iss))) return undefined;
  const expected = [...issuers];
  if (typeof iss !== 'string') return missing('iss', expected);
  return new InvalidIssuerError(`The issuer (iss) is ${quote(iss)}, but ${some(expected)} is expected.`, {
    claim: 'iss',
    expected,
    actual: iss,
  });
}

/** `aud` (RFC 7519 section 4.1.3). A token with an audience is rejected unless the rules expect it. */
export function checkAudience(claims: UntrustedClaims, rules: CompiledClaimRules): ClaimError | undefined {
  const { audiences, isAudienceStrict, skipped } = rules;
  if (skipped.has('aud')) return undefined;
  const { aud } = claims;
  if (typeof aud === 'string' && audiences?.has(aud)) return undefined;
  const isAbsent = aud === undefined;
  const wrong = (message: string): ClaimError =>
    new InvalidAudienceError(message, { claim: 'aud', expected: audiences && [...audiences], actual: aud });
  if (audiences === undefined) {
    if (isAbsent) return undefined;
    if (aud === null) return wrong('The audience (aud) is not a string or an array of strings.');
    return wrong('The token has an audience (aud), but no audience is expected. Set the audience rule.');
  }
  if (isAbsent) return missing('aud', [...audiences]);
  if (isAudienceStrict) {
    return wrong('The audience (aud) is not exactly the one expected string (strictAudience).');
  }
  const named: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  const texts = named.filter((item) => typeof item === 'string');
  if (texts.length !== named.length)
    return wrong('The audience (aud) is not a string or an array of strings.');
  if (texts.some((text) => audiences.has(text))) return undefined;
  return wrong(`The audience (aud) is ${some(texts) || 'empty'}, but ${some([...audiences])} is expected.`);
}

/** `sub` (RFC 7519 section 4.1.2). */
export function checkSubject(
  claims: UntrustedClaims,
  { subject, skipped }: CompiledClaimRules,
): ClaimError | undefined {
  if (skipped.has('sub')) return undefined;
  return checkText(claims, 'sub', subject, 'subject', InvalidSubjectError);
}

/** `jti` (RFC 7519 section 4.1.7). */
export function checkTokenId(
  claims: UntrustedClaims,
  { tokenId, skipped }: CompiledClaimRules,
): ClaimError | undefined {
  if (skipped.has('jti')) return undefined;
  return checkText(claims, 'jti', tokenId, 'token id', InvalidTokenIdError);
}

function checkText(
  claims: UntrustedClaims,
  claim: 'sub' | 'jti',
  expected: string | undefined,
  what: string,
  Failure: typeof InvalidSubjectError | typeof InvalidTokenIdError,
): ClaimError | undefined {
  const actual = claims[claim];
  if (actual === undefined) return expected === undefined ? undefined : missing(claim, expected);
  if (typeof actual !== 'string')
    return new Failure(`The ${what} (${claim}) is not a string.`, { claim, expected, actual });
  if (expected === undefined || actual === expected) return undefined;
  return new Failure(`The ${what} (${claim}) is ${quote(actual)}; expected is ${quote(expected)}.`, {
    claim,
    expected,
    actual,
  });
}

function missing(claim: string, expected: unknown): ClaimError {
  return new MissingClaimError(`The token has no ${claim}, which the rules expect.`, { claim, expected });
}

/** At most three values and the number of the others. */
function some(values: readonly string[]): string {
  const shown = values.slice(0, 3).map(quote).join(' or ');
  return values.length > 3 ? `${shown} or one of ${values.length - 3} others` : shown;
}

const MAX_QUOTED = 40;

/** Quotes a text of a token in a message: short, and without control and direction characters. */
function quote(text: string): string {
  return `"${shortText(text, MAX_QUOTED)}"`;
}
