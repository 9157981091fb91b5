import type { Bytes } from '@countersign/core';
import { engine } from '#signature';
import { enforceClaims } from './claims/check.ts';
import { runSchema } from './claims/schema.ts';
import { InvalidSignatureError } from './errors.ts';
import type { AlgorithmInfo } from './keys/algorithms.ts';
import type { KeyMaterial } from './keys/key.ts';
import { type HeldKey, resolveHeldKey } from './keys/resolve.ts';
import type { ProtectedHeader } from './token/header.ts';
import { type JsonObject, parseJsonObject } from './token/json.ts';
import { type CompiledRules, openToken } from './verify.ts';

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

/** Verifies one token: size, structure, header, key, signature, payload, claims. */
export async function verifyToken(token: string, key: HeldKey, rules: CompiledRules): Promise<VerifiedToken> {
  const { header, info, input, payload, signature } = openToken(token, rules, 'jwt');
  const { material } = key.resolved.get(info) ?? (await resolveHeldKey(key, header, info, rules.strength));
  // Where the answer is there already, waiting for it would cost more than finding it.
  const answer = engine.verify(input, signature, material, info);
  if (!(typeof answer === 'boolean' ? answer : await answer)) throw new InvalidSignatureError();
  const claims = parseJsonObject(payload, 'payload');
  enforceClaims(claims, rules.claims);
  const verified = { header, info, material, claims, signature: signature.bytes };
  if (!rules.claims.schema) return { ...verified, result: claims };
  const outcome = await runSchema(rules.claims.schema, claims);
  if ('failures' in outcome) throw outcome.failures[0];
  return { ...verified, result: outcome.value };
}
