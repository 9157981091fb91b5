import { isList, readClock, readElements, readMembers, readOptions } from '@countersign/core/internal';
import { type ClaimError, MissingClaimError } from '../errors.ts';
import { checkAudience, checkIssuer, checkSubject, checkTokenId } from './identity.ts';
import { CLAIM_RULES, type ClaimRules, type CompiledClaimRules, compileClaimRules } from './rules.ts';
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
 * Checks a claims set, also one that another library verified. Pure and synchronous.
 *
 * @throws the first failure, a {@link ClaimError}: required claims, then `iat`, `nbf`, `exp`, `iss`, `aud`, `sub`,
 * `jti`, `maxAge`, `schema`
 * @example
 * validateClaims(claims, { issuer: 'https://auth.example.com', audience: 'api', leeway: '30s' })
 */
export function validateClaims(claims: object, rules: ClaimRules): void {
  const compiled = compileClaimRules(readOptions(rules, CLAIM_RULES, 'rules'));
  const read = readClaims(claims);
  enforceClaims(read, compiled);
  if (!compiled.schema) return;
  const outcome = runSchemaSync(compiled.schema, read);
  if ('failures' in outcome) throw outcome.failures[0];
}

/**
 * Every way in which a claims set fails the rules, in the order of {@link validateClaims}; none when it satisfies them.
 *
 * @throws {@link InvalidArgumentError} `ERR_INVALID_ARGUMENT` when the rules themselves are wrong
 * @example
 * const failures = checkClaims(claims, { audience: 'api', require: ['exp'] });
 */
export function checkClaims(claims: object, rules: ClaimRules): readonly ClaimError[] {
  const compiled = compileClaimRules(readOptions(rules, CLAIM_RULES, 'rules'));
  const read = readClaims(claims);
  const failures: ClaimError[] = [];
  runChecks(read, compiled, (failure) => failures.push(failure));
  if (failures.length > 0 || !compiled.schema) return failures;
  const outcome = runSchemaSync(compiled.schema, read);
  return 'failures' in outcome ? outcome.failures : [];
}

/** Copies the members of a claims set, each read once. */
function readClaims(claims: unknown): UntrustedClaims {
  const members = readMembers(claims, 'claims');
  const { aud } = members;
  return isList(aud, 'claims') ? { ...members, aud: readElements(aud, 'claims') } : { ...members };
}

/** Throws the first failure of everything but the schema. */
export function enforceClaims(claims: UntrustedClaims, rules: CompiledClaimRules): void {
  runChecks(claims, rules, raise);
}

function raise(failure: ClaimError): never {
  throw failure;
}

const REGISTERED = ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti'];

/** The registered claims of a set, without values that it inherits from a polluted prototype. */
function registered(claims: UntrustedClaims): UntrustedClaims {
  const own: Record<string, unknown> = Object.create(null);
  for (const claim of REGISTERED) if (Object.hasOwn(claims, claim)) own[claim] = claims[claim];
  return own;
}

/** Runs every check but the schema, and reports each failure as it is found. */
function runChecks(
  set: UntrustedClaims,
  rules: CompiledClaimRules,
  report: (failure: ClaimError) => void,
): void {
  const claims = registered(set);
  for (const claim of rules.required) {
    const failure = checkRequired(set, claim);
    if (failure) report(failure);
  }
  const now = readClock(rules.now).getTime() / 1000;
  for (const check of CHECKS) {
    const failure = check(claims, rules, now);
    if (failure) report(failure);
  }
}

function checkRequired(claims: UntrustedClaims, claim: string): ClaimError | undefined {
  const value = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
  // A registered claim that is null is not absent. Its own check reports the wrong type.
  if (value === null ? REGISTERED.includes(claim) : value !== undefined) return undefined;
  return new MissingClaimError(`The token has no ${claim}, which is required.`, { claim });
}
