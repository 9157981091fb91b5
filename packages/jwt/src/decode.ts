import type { Bytes } from '@countersign/core/internal';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Claims, RegisteredClaims } from './claims/rules.ts';
import { heldKey, type VerificationInputKey } from './keys/resolve.ts';
import type { ProtectedHeader } from './token/header.ts';
import { compileRules, type Rules } from './verify.ts';
import { verifyToken } from './verify-token.ts';

/** Rules with a schema. Its output becomes the result. */
export type SchemaRules<S extends StandardSchemaV1> = Rules & { readonly schema: S };

/** The output of a schema. Registered claims that it does not mention are optional, since the schema may remove them. */
export type SchemaClaims<S extends StandardSchemaV1> = WithRegisteredClaims<StandardSchemaV1.InferOutput<S>>;

/** A type with the registered claims that it does not define itself. */
export type WithRegisteredClaims<Output> = Output extends object
  ? Output & Omit<RegisteredClaims, keyof Output>
  : Output;

/** A token that satisfies its rules. */
export interface VerifiedToken<C> {
  readonly header: ProtectedHeader;
  readonly claims: C;
  readonly signature: Bytes;
}

/**
 * Verifies a token and returns its claims. In this order: size, structure, header, key, signature, payload, claims.
 *
 * @param rules `algorithms` is required; a token with an audience needs `audience`
 * @throws a {@link TokenError} whose class and `code` say which step failed
 * @example
 * const { sub } = await verify(token, key, { algorithms: ['ES256'], audience: 'api', require: ['exp', 'sub'] });
 */
export function verify<S extends StandardSchemaV1>(
  token: string,
  key: VerificationInputKey,
  rules: SchemaRules<S>,
): Promise<SchemaClaims<S>>;
export function verify<C extends object = Claims>(
  token: string,
  key: VerificationInputKey,
  rules: Rules,
): Promise<C & RegisteredClaims>;
export async function verify(token: string, key: VerificationInputKey, rules: Rules): Promise<unknown> {
  return (await verifyToken(token, heldKey(key), compileRules(rules))).result;
}

/**
 * As {@link verify}, and returns header and signature too.
 *
 * @throws as {@link verify}
 * @example
 * const { header, claims } = await verifyComplete(token, key, { algorithms: ['ES256'], audience: 'api' });
 */
export function verifyComplete<S extends StandardSchemaV1>(
  token: string,
  key: VerificationInputKey,
  rules: SchemaRules<S>,
): Promise<VerifiedToken<SchemaClaims<S>>>;
export function verifyComplete<C extends object = Claims>(
  token: string,
  key: VerificationInputKey,
  rules: Rules,
): Promise<VerifiedToken<C & RegisteredClaims>>;
export async function verifyComplete(
  token: string,
  key: VerificationInputKey,
  rules: Rules,
): Promise<VerifiedToken<unknown>> {
  const { header, result, signature } = await verifyToken(token, heldKey(key), compileRules(rules));
  return { header: { ...header }, claims: result, signature };
}
