import type { Bytes } from '@countersign/core';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { engine } from '#signature';
import { enforceClaims } from './claims/check.ts';
import type { Claims, RegisteredClaims } from './claims/rules.ts';
import { runSchema } from './claims/schema.ts';
import { InvalidSignatureError } from './errors.ts';
import { resolveVerificationKey, type VerificationInputKey } from './keys/resolve.ts';
import type { ProtectedHeader } from './token/header.ts';
import { parseJsonObject } from './token/json.ts';
import { type CompiledRules, compileRules, openToken, type Rules } from './verify.ts';

/** Rules with a schema, whose output the result has. */
export type SchemaRules<S extends StandardSchemaV1> = Rules & { readonly schema: S };

/** A token that satisfies its rules. */
export interface DecodedToken<C> {
  readonly header: ProtectedHeader;
  readonly claims: C;
  readonly signature: Bytes;
}

/** Verifies one token after the other by the same rules. */
export type Verifier<C> = (token: string) => Promise<C>;

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
  const { claims } = await verifyToken(token, key, compileRules(rules));
  return claims;
}

/**
 * As {@link decode}, and returns header and signature too.
 *
 * @throws as {@link decode}
 * @example
 * const { header, claims } = await decodeComplete(token, key, { algorithms: ['ES256'] });
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
  return verifyToken(token, key, compileRules(rules));
}

/**
 * What a server keeps to verify: rules are checked now, the key is read once, with the first token.
 *
 * @throws {@link InvalidArgumentError} `ERR_INVALID_ARGUMENT` now; the verifier throws as {@link decode}
 * @example
 * const verify = createVerifier(keySet, { algorithms: ['ES256'], issuer: 'https://auth.example.com', audience: 'api' });
 * const { sub } = await verify(token);
 */
export function createVerifier<S extends StandardSchemaV1>(
  key: VerificationInputKey,
  rules: SchemaRules<S>,
): Verifier<StandardSchemaV1.InferOutput<S>>;
export function createVerifier<C extends object = Claims>(
  key: VerificationInputKey,
  rules: Rules,
): Verifier<C & RegisteredClaims>;
export function createVerifier(key: VerificationInputKey, rules: Rules): Verifier<unknown> {
  const compiled = compileRules(rules);
  return async (token) => (await verifyToken(token, key, compiled)).claims;
}

async function verifyToken(
  token: string,
  key: VerificationInputKey,
  rules: CompiledRules,
): Promise<DecodedToken<unknown>> {
  const { header, info, input, payload, signature, signatureBytes } = openToken(token, rules, 'jwt');
  const { material } = await resolveVerificationKey(key, header, info, rules.strength);
  if (!(await engine.verify(input, signature, material, info))) throw new InvalidSignatureError();
  const claims = parseJsonObject(payload, 'payload');
  enforceClaims(claims, rules.claims);
  if (!rules.claims.schema) return { header, claims, signature: signatureBytes };
  const outcome = await runSchema(rules.claims.schema, claims);
  if ('failures' in outcome) throw outcome.failures[0];
  return { header, claims: outcome.value, signature: signatureBytes };
}
