import type { Bytes } from '@countersign/core';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Claims, RegisteredClaims } from './claims/rules.ts';
import { heldKey, type VerificationInputKey } from './keys/resolve.ts';
import type { ProtectedHeader } from './token/header.ts';
import { compileRules, type Rules } from './verify.ts';
import { verifyToken } from './verify-token.ts';

/** Rules with a schema, whose output the result has. */
export type SchemaRules<S extends StandardSchemaV1> = Rules & { readonly schema: S };

/** A token that satisfies its rules. */
export interface DecodedToken<C> {
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
 * const { sub } = await decode(token, key, { algorithms: ['ES256'], audience: 'api', require: ['exp', 'sub'] });
 */
export function decode<S extends StandardSchemaV1>(
  token: string,
  key: VerificationInputKey,
  rules: SchemaRules<S>,
): Promise<StandardSchemaV1.InferOutput<S>>;
export function decode<C extends object = Claims>(
  token: string,
  key: VerificationInputKey,
  rules: Rules,
): Promise<C & RegisteredClaims>;
export async function decode(token: string, key: VerificationInputKey, rules: Rules): Promise<unknown> {
  return (await verifyToken(token, heldKey(key), compileRules(rules))).result;
}

/**
 * As {@link decode}, and returns header and signature too.
 *
 * @throws as {@link decode}
 * @example
 * const { header, claims } = await decodeComplete(token, key, { algorithms: ['ES256'], audience: 'api' });
 */
export function decodeComplete<S extends StandardSchemaV1>(
  token: string,
  key: VerificationInputKey,
  rules: SchemaRules<S>,
): Promise<DecodedToken<StandardSchemaV1.InferOutput<S>>>;
export function decodeComplete<C extends object = Claims>(
  token: string,
  key: VerificationInputKey,
  rules: Rules,
): Promise<DecodedToken<C & RegisteredClaims>>;
export async function decodeComplete(
  token: string,
  key: VerificationInputKey,
  rules: Rules,
): Promise<DecodedToken<unknown>> {
  const { header, result, signature } = await verifyToken(token, heldKey(key), compileRules(rules));
  return { header: { ...header }, claims: result, signature };
}
