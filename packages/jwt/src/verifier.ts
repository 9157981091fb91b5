import { checkInteger, InvalidArgumentError } from '@countersign/core';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Claims, RegisteredClaims } from './claims/rules.ts';
import type { SchemaRules } from './decode.ts';
import { RevokedTokenError } from './errors.ts';
import { type HeldKey, heldKey, resolveHeldKey, type VerificationInputKey } from './keys/resolve.ts';
import { checkOptions, type OptionNames } from './options.ts';
import { checkTokenText } from './token/compact.ts';
import type { JsonObject } from './token/json.ts';
import { VerifierCache } from './verifier-cache.ts';
import { type CompiledRules, compileRules, type Rules } from './verify.ts';
import { type VerifiedToken, verifyToken } from './verify-token.ts';

/** Verifies one token after the other by the same rules. */
export type Verifier<C> = (token: string) => Promise<C>;

/** What a verifier does beyond its rules. */
export interface VerifierOptions {
  /**
   * Asked about every token that satisfies the rules, a remembered one too, with its claims as they were signed. Whatever it answers but
   * `false` refuses the token.
   */
  readonly isRevoked?: (claims: JsonObject) => boolean | Promise<boolean>;
  /**
   * How many verified tokens are remembered, so that a token that comes again is found by its SHA-256 and not verified once more. Its time
   * claims are checked each time, its key must still be in the key set, and its claims are frozen. 0 to 1 000 000. Default 0: none.
   * The trade: claims of that many tokens lie in memory. Not with a `schema`.
   */
  readonly cacheSize?: number;
}

const OPTION_NAMES: OptionNames<VerifierOptions> = { isRevoked: true, cacheSize: true };

const MAX_CACHE_SIZE = 1_000_000;

/**
 * What a server keeps to verify: rules are checked now, the key is read once, with the first token.
 *
 * @throws {@link InvalidArgumentError} `ERR_INVALID_ARGUMENT` now; the verifier throws as {@link verify}, and
 * {@link RevokedTokenError} `ERR_TOKEN_REVOKED`
 * @example
 * const verify = createVerifier(keySet, { algorithms: ['ES256'], issuer: 'https://auth.example.com', audience: 'api' });
 * const { sub } = await verify(token);
 */
export function createVerifier<S extends StandardSchemaV1>(
  key: VerificationInputKey,
  rules: SchemaRules<S>,
  options?: VerifierOptions,
): Verifier<StandardSchemaV1.InferOutput<S>>;
export function createVerifier<C extends object = Claims>(
  key: VerificationInputKey,
  rules: Rules,
  options?: VerifierOptions,
): Verifier<C & RegisteredClaims>;
export function createVerifier(
  key: VerificationInputKey,
  rules: Rules,
  options: VerifierOptions = {},
): Verifier<unknown> {
  checkOptions(options, OPTION_NAMES);
  const { isRevoked, cacheSize = 0 } = options;
  if (isRevoked !== undefined && typeof isRevoked !== 'function')
    throw new InvalidArgumentError('isRevoked', 'isRevoked must be a function.');
  checkInteger(cacheSize, 'cacheSize', { min: 0, max: MAX_CACHE_SIZE });
  const compiled = compileRules(rules);
  const held = heldKey(key);
  const verify =
    cacheSize === 0
      ? (token: string) => verifyToken(token, held, compiled)
      : remembering(held, compiled, cacheSize);
  return async (token) => {
    const answer = verify(token);
    const { claims, result } = answer instanceof Promise ? await answer : answer;
    if (isRevoked && (await isRevoked(claims)) !== false) throw new RevokedTokenError();
    return result;
  };
}

/** As {@link verifyToken}, and takes a token that it verified before for verified while key and time allow. */
function remembering(
  held: HeldKey,
  rules: CompiledRules,
  size: number,
): (token: string) => VerifiedToken | Promise<VerifiedToken> {
  if (rules.claims.schema) {
    throw new InvalidArgumentError(
      'cacheSize',
      'cacheSize cannot be used with a schema, whose results are not ours to keep.',
    );
  }
  const cache = new VerifierCache(size, rules.claims);
  const verifyAgain = async (
    token: string,
    digest: string,
    known: VerifiedToken | undefined,
  ): Promise<VerifiedToken> => {
    if (known) {
      const now = await resolveHeldKey(held, known.header, known.info, rules.strength);
      if (now.material === known.material) return known;
    }
    return cache.add(digest, await verifyToken(token, held, rules));
  };
  return (token) => {
    checkTokenText(token, rules.maxTokenLength);
    // It has no digest, and is refused for what it is.
    if (!token.isWellFormed()) return verifyToken(token, held, rules);
    const digest = cache.digest(token);
    const known = cache.get(digest);
    // A key of the verifier's own stays. A key set may have lost it since.
    if (known && held.resolved.get(known.info)?.material === known.material) return known;
    return verifyAgain(token, digest, known);
  };
}
