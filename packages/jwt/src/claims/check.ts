import { InvalidArgumentError } from '@countersign/core';
import { readClock } from '@countersign/core/internal';
import { type ClaimError, MissingClaimError } from '../errors.ts';
import { checkOptions } from '../options.ts';
import { checkAudience, checkIssuer, checkSubject, checkTokenId } from './identity.ts';
import { CLAIM_RULE_NAMES, type ClaimRules, type CompiledClaimRules, compileClaimRules } from './rules.ts';
import { runSchemaSync } from './schema.ts';
import { checkAge, checkExpiry, checkIssuedAt, checkNotBefore, type UntrustedClaims } from './time.ts';

type Check = (claims: UntrustedClaims, rules: CompiledClaimRules, now: number) => ClaimError | undefined;

/** The order in which claims are checked, after those that are required. */
const CHECKS: readonly Check[] = [
  checkIssuedAt,
  checkNotBefore,
  checkExpiry,
  checkIssuer,
  checkAudience,
  checkSubject,
  checkTokenId,
  checkAge,
];

/**
 * Checks a claims set, from whichever library verified its signature. Pure and synchronous.
 *
 * @throws the first failure, a {@link ClaimError}: required claims, then `iat`, `nbf`, `exp`, `iss`, `aud`, `sub`,
 * `jti`, `maxAge`, `schema`
 * @example
 * validateClaims(claims, { issuer: 'https://auth.example.com', audience: 'api', leeway: '30s' })
 */
export function validateClaims(claims: UntrustedClaims, rules: ClaimRules): void {
  const compiled = checkedRules(rules);
  enforceClaims(checkClaimsSet(claims), compiled);
  if (!compiled.schema) return;
  const outcome = runSchemaSync(compiled.schema, claims);
  if ('failures' in outcome) throw outcome.failures[0];
}

/**
 * Every way in which a claims set fails the rules, in the order of {@link validateClaims}; none when it satisfies them.
 *
 * @throws {@link InvalidArgumentError} `ERR_INVALID_ARGUMENT` when the rules themselves are wrong
 * @example
 * const failures = checkClaims(claims, { audience: 'api', require: ['exp'] });
 */
export function checkClaims(claims: UntrustedClaims, rules: ClaimRules): readonly ClaimError[] {
  const compiled = checkedRules(rules);
  const failures: ClaimError[] = [];
  runChecks(checkClaimsSet(claims), compiled, (failure) => failures.push(failure));
  if (failures.length > 0 || !compiled.schema) return failures;
  const outcome = runSchemaSync(compiled.schema, claims);
  return 'failures' in outcome ? outcome.failures : [];
}

function checkedRules(rules: ClaimRules): CompiledClaimRules {
  checkOptions(rules, CLAIM_RULE_NAMES, 'rules');
  return compileClaimRules(rules);
}

function checkClaimsSet(claims: UntrustedClaims): UntrustedClaims {
  if (typeof claims === 'object' && claims !== null && !Array.isArray(claims)) return claims;
  throw new InvalidArgumentError('claims', 'claims must be an object.');
}

/** Throws the first failure of everything but the schema. */
export function enforceClaims(claims: UntrustedClaims, rules: CompiledClaimRules): void {
  runChecks(claims, rules, raise);
}

function raise(failure: ClaimError): never {
  throw failure;
}

/** Runs every check but the schema, and reports each failure as it is found. */
function runChecks(
  claims: UntrustedClaims,
  rules: CompiledClaimRules,
  report: (failure: ClaimError) => void,
): void {
  for (const claim of rules.required) {
    const failure = checkRequired(claims, claim);
    if (failure) report(failure);
  }
  const now = readClock(rules.now).getTime() / 1000;
  for (const check of CHECKS) {
    const failure = check(claims, rules, now);
    if (failure) report(failure);
  }
}

function checkRequired(claims: UntrustedClaims, claim: string): ClaimError | undefined {
  if (Object.hasOwn(claims, claim) && claims[claim] !== null && claims[claim] !== undefined) return undefined;
  return new MissingClaimError(`The token has no ${claim}, which is required.`, { claim });
}
