import {
  type ClaimError,
  InvalidAudienceError,
  InvalidIssuerError,
  InvalidSubjectError,
  InvalidTokenIdError,
  MissingClaimError,
} from '../errors.ts';
import type { CompiledClaimRules } from './rules.ts';
import type { UntrustedClaims } from './time.ts';

/** `iss` (RFC 7519 section 4.1.1): asked for, it must be one of the expected texts to the letter. */
export function checkIssuer(
  claims: UntrustedClaims,
  { issuers, skipped }: CompiledClaimRules,
): ClaimError | undefined {
  if (skipped.has('iss')) return undefined;
  const { iss } = claims;
  if (iss !== undefined && iss !== null && typeof iss !== 'string') {
    return new InvalidIssuerError('The issuer (iss) is not a string.', { claim: 'iss', actual: iss });
  }
  if (issuers === undefined || (typeof iss === 'string' && issuers.has(iss))) return undefined;
  const expected = [...issuers];
  if (typeof iss !== 'string') return missing('iss', expected);
  return new InvalidIssuerError(
    `The issuer (iss) is ${quote(iss)}; expected is ${expected.map(quote).join(' or ')}.`,
    {
      claim: 'iss',
      expected,
      actual: iss,
    },
  );
}

/** `aud` (RFC 7519 section 4.1.3): a token for somebody else is not for you, whether you asked or not. */
export function checkAudience(claims: UntrustedClaims, rules: CompiledClaimRules): ClaimError | undefined {
  const { audiences, isAudienceStrict, skipped } = rules;
  if (skipped.has('aud')) return undefined;
  const { aud } = claims;
  if (typeof aud === 'string' && audiences?.has(aud)) return undefined;
  const isAbsent = aud === undefined || aud === null;
  const wrong = (message: string): ClaimError =>
    new InvalidAudienceError(message, { claim: 'aud', expected: audiences && [...audiences], actual: aud });
  if (audiences === undefined) {
    if (isAbsent) return undefined;
    return wrong(
      'The token is for an audience (aud) and none is expected. Say with the rule audience who you are.',
    );
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
  return wrong(
    `The audience (aud) is ${texts.slice(0, 3).map(quote).join(', ') || 'empty'}; expected is ${[...audiences].map(quote).join(' or ')}.`,
  );
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
  if (actual === undefined || actual === null)
    return expected === undefined ? undefined : missing(claim, expected);
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

const MAX_QUOTED = 80;

/** A text from a token, made safe and short for a message. */
function quote(text: string): string {
  return JSON.stringify(text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text);
}
