import {
  func,
  InvalidArgumentError,
  integer,
  narrowing,
  type OptionReader,
  type ReadOptions,
  readOptions,
  withDefault,
} from '@countersign/core/internal';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Claims, RegisteredClaims } from './claims/rules.ts';
import type { SchemaClaims, SchemaRules } from './decode.ts';
import { type HeldKey, heldKey, resolveHeldKey, type VerificationInputKey } from './keys/resolve.ts';
import { checkTokenText } from './token/compact.ts';
import { VerifierCache } from './verifier-cache.ts';
import { type CompiledRules, compileRules, type Rules } from './verify.ts';
import { type IsRevoked, rejectRevoked, type VerifiedToken, verifyToken } from './verify-token.ts';

/** Verifies tokens by the same rules. */
export type Verifier<C> = (token: string) => Promise<C>;

/** Options of a verifier, besides its rules. */
export interface VerifierOptions {
  /**
   * Called for every token that satisfies the rules, a remembered one too, with its claims as they were signed. Any result
   * but `false` rejects the token.
   */
  readonly isRevoked?: IsRevoked;
  /**
   * Number of verified tokens to remember by their SHA-256 digest, 0 to 1 000 000. Default 0. A remembered token is not
   * verified again. Its time claims are checked each time, its key must still be in the key set, and its claims are frozen.
   * The claims of these tokens stay in memory. Not with a `schema`.
   */
  readonly cacheSize?: number | undefined;
}

const MAX_CACHE_SIZE = 1_000_000;

/** The options of a verifier. */
export const VERIFIER_OPTIONS: {
  readonly isRevoked: OptionReader<IsRevoked | undefined>;
  readonly cacheSize: OptionReader<number>;
} = {
  isRevoked: narrowing(func<IsRevoked>()),
  cacheSize: withDefault(integer({ min: 0, max: MAX_CACHE_SIZE }), 0),
};

/**
 * Creates a function that verifies, for a server to keep. It checks rules now, and reads the key with the first token.
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
): Verifier<SchemaClaims<S>>;
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
  const { verify } = readVerifier(key, rules, readOptions(options, VERIFIER_OPTIONS));
  return async (token) => (await verify(token)).result;
}

/** The function of a verifier, with everything that it verified. */
export interface TokenVerifier {
  readonly maxTokenLength: number;
  verify(token: string): Promise<VerifiedToken>;
}

/** Reads the key and the rules of a verifier. */
export function readVerifier(
  key: VerificationInputKey,
  rules: Rules,
  { isRevoked, cacheSize }: ReadOptions<typeof VERIFIER_OPTIONS>,
): TokenVerifier {
  const compiled = compileRules(rules);
  const held = heldKey(key);
  const remembered = cacheSize === 0 ? undefined : remembering(held, compiled, cacheSize);
  return {
    maxTokenLength: compiled.maxTokenLength,
    async verify(token) {
      if (!remembered) return verifyToken(token, held, compiled, isRevoked);
      const verified = await remembered(token);
      if (isRevoked) await rejectRevoked(verified.claims, isRevoked);
      return verified;
    },
  };
}

/** Verifies as {@link verifyToken}, and remembers tokens while key and time allow. */
function remembering(
  held: HeldKey,
  rules: CompiledRules,
  size: number,
): (token: string) => VerifiedToken | Promise<VerifiedToken> {
  if (rules.claims.schema) {
    throw new InvalidArgumentError(
      'cacheSize',
      'cacheSize cannot be used with a schema, because its results may change.',
    );
  }
  const cache = new VerifierCache(size, rules.claims);
  const verifyAgain = async (
    token: string,
    digest: string,
    known: VerifiedToken | undefined,
  ): Promise<VerifiedToken> => {
    if (known) {
      const query = { header: known.header, info: known.info, claims: () => known.claims };
      const now = await resolveHeldKey(held, query, rules.strength);
      if (now.material === known.material) return known;
    }
    return cache.add(digest, await verifyToken(token, held, rules));
  };
  return (token) => {
    checkTokenText(token, rules.maxTokenLength);
    // It has no digest. The verification rejects it.
    if (!token.isWellFormed()) return verifyToken(token, held, rules);
    const digest = cache.digest(token);
    const known = cache.get(digest);
    // The verifier's own key stays. A key set may have removed it.
    if (known && held.resolved.get(known.info)?.material === known.material) return known;
    return verifyAgain(token, digest, known);
  };
}
