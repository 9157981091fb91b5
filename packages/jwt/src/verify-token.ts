import type { Bytes } from '@countersign/core';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { engine } from '#signature';
import { enforceClaims } from './claims/check.ts';
import { runSchema } from './claims/schema.ts';
import { InvalidSignatureError } from './errors.ts';
import type { AlgorithmInfo } from './keys/algorithms.ts';
import type { KeyMaterial } from './keys/key.ts';
import { type HeldKey, resolveHeldKey } from './keys/resolve.ts';
import type { ProtectedHeader } from './token/header.ts';
import { type JsonObject, parseJsonObject } from './token/json.ts';
import { type CompiledRules, type OpenedJwt, openJwt } from './verify.ts';

/** A token that satisfies its rules, and what it was verified with. */
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
 * Verifies one token: size, structure, header, key, signature, payload, claims. The answer is there at once when nothing
 * has to be waited for, since waiting would cost more than some verifications.
 */
export function verifyToken(
  token: string,
  key: HeldKey,
  rules: CompiledRules,
): VerifiedToken | Promise<VerifiedToken> {
  const opened = openJwt(token, rules);
  const resolved = key.resolved.get(opened.info);
  if (!resolved) return verifyLater(opened, key, rules);
  const isValid = engine.verify(opened.input, opened.signature, resolved.material, opened.info);
  return typeof isValid === 'boolean'
    ? verifyClaims(opened, resolved.material, isValid, rules)
    : isValid.then((answer) => verifyClaims(opened, resolved.material, answer, rules));
}

async function verifyLater(opened: OpenedJwt, key: HeldKey, rules: CompiledRules): Promise<VerifiedToken> {
  const { header, info, input, signature } = opened;
  const query = { header, info, claims: () => parseJsonObject(opened.payload, 'payload') };
  const { material } = await resolveHeldKey(key, query, rules.strength);
  return verifyClaims(opened, material, await engine.verify(input, signature, material, info), rules);
}

/** What comes after the signature. */
function verifyClaims(
  { header, info, payload, signature }: OpenedJwt,
  material: KeyMaterial,
  isValid: boolean,
  rules: CompiledRules,
): VerifiedToken | Promise<VerifiedToken> {
  if (!isValid) throw new InvalidSignatureError();
  const claims = parseJsonObject(payload, 'payload');
  enforceClaims(claims, rules.claims);
  const verified = { header, info, material, claims, signature: signature.bytes, result: claims };
  const { schema } = rules.claims;
  return schema ? withSchema(verified, schema) : verified;
}

async function withSchema(verified: VerifiedToken, schema: StandardSchemaV1): Promise<VerifiedToken> {
  const outcome = await runSchema(schema, verified.claims);
  if ('failures' in outcome) throw outcome.failures[0];
  return { ...verified, result: outcome.value };
}
