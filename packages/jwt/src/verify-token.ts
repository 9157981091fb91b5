import type { Bytes } from '@countersign/core/internal';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { engine } from '#signature';
import { enforceClaims } from './claims/check.ts';
import { runSchema } from './claims/schema.ts';
import { InvalidSignatureError, RevokedTokenError } from './errors.ts';
import type { AlgorithmInfo } from './keys/algorithms.ts';
import type { KeyMaterial } from './keys/key.ts';
import { type HeldKey, resolveHeldKey } from './keys/resolve.ts';
import type { ProtectedHeader } from './token/header.ts';
import { freezeJson, type JsonObject, parseJsonObject } from './token/json.ts';
import { type CompiledRules, type OpenedJwt, openJwt } from './verify.ts';

/** Decides whether a token was revoked, from its claims as they were signed. */
export type IsRevoked = (claims: JsonObject) => boolean | Promise<boolean>;

/** A token that satisfies its rules, and the key that verified it. */
export interface VerifiedToken {
  readonly header: ProtectedHeader;
  readonly info: AlgorithmInfo;
  readonly material: KeyMaterial;
  readonly claims: JsonObject;
  readonly signature: Bytes;
  /** The claims, or what the schema made of them. */
  readonly result: unknown;
}

/**
 * Verifies one token: size, structure, header, key, signature, payload, claims. The result is not a promise if no step
 * has to wait, because awaiting would cost a fifth of an HS256 verification.
 */
export function verifyToken(
  token: string,
  key: HeldKey,
  rules: CompiledRules,
  isRevoked?: IsRevoked,
): VerifiedToken | Promise<VerifiedToken> {
  const opened = openJwt(token, rules);
  const resolved = key.resolved.get(opened.info);
  if (!resolved) return verifyLater(opened, key, rules, isRevoked);
  const isValid = engine.verify(opened.input, opened.signature, resolved.material, opened.info);
  return typeof isValid === 'boolean'
    ? verifyClaims(opened, resolved.material, isValid, rules, isRevoked)
    : isValid.then((answer) => verifyClaims(opened, resolved.material, answer, rules, isRevoked));
}

async function verifyLater(
  opened: OpenedJwt,
  key: HeldKey,
  rules: CompiledRules,
  isRevoked: IsRevoked | undefined,
): Promise<VerifiedToken> {
  const { header, info, input, signature } = opened;
  const query = { header, info, claims: () => parseJsonObject(opened.payload, 'payload') };
  const { material } = await resolveHeldKey(key, query, rules.strength);
  const isValid = await engine.verify(input, signature, material, info);
  return verifyClaims(opened, material, isValid, rules, isRevoked);
}

/** The steps after the signature: JSON, claims, revocation, schema. */
function verifyClaims(
  { header, info, payload, signature }: OpenedJwt,
  material: KeyMaterial,
  isValid: boolean,
  rules: CompiledRules,
  isRevoked: IsRevoked | undefined,
): VerifiedToken | Promise<VerifiedToken> {
  if (!isValid) throw new InvalidSignatureError();
  const claims = parseJsonObject(payload, 'payload');
  enforceClaims(claims, rules.claims);
  const verified = { header, info, material, claims, signature: signature.bytes, result: claims };
  const { schema } = rules.claims;
  return schema || isRevoked ? finish(verified, schema, isRevoked) : verified;
}

async function finish(
  verified: VerifiedToken,
  schema: StandardSchemaV1 | undefined,
  isRevoked: IsRevoked | undefined,
): Promise<VerifiedToken> {
  // Before the schema, which may change the claims.
  if (isRevoked) await rejectRevoked(verified.claims, isRevoked);
  if (!schema) return verified;
  const outcome = await runSchema(schema, verified.claims);
  if ('failures' in outcome) throw outcome.failures[0];
  return { ...verified, result: outcome.value };
}

/**
 * Rejects a revoked token. The caller's function gets frozen claims, so that it cannot change what is returned.
 *
 * @throws {@link RevokedTokenError} unless the function returns false
 */
export async function rejectRevoked(claims: JsonObject, isRevoked: IsRevoked): Promise<void> {
  if ((await isRevoked(freezeJson(claims))) !== false) throw new RevokedTokenError();
}
