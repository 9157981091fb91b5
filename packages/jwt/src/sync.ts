import type { Message } from '@countersign/core/internal';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { enforceClaims } from './claims/check.ts';
import type { Claims, RegisteredClaims } from './claims/rules.ts';
import { runSchemaSync } from './claims/schema.ts';
import type { SchemaClaims, SchemaRules } from './decode.ts';
import { compileJwtSigning } from './encode.ts';
import { InvalidSignatureError } from './errors.ts';
import {
  compileJwsSigning,
  compileVerifyJws,
  noClaims,
  type SignJwsOptions,
  signingInput,
  type VerifiedJws,
  type VerifyJwsRules,
} from './jws.ts';
import {
  readSigningKey,
  readVerificationKey,
  resolveSigningKeySync,
  resolveVerificationKeySync,
  type SigningInputKey,
  type VerificationInputKey,
} from './keys/resolve.ts';
import { readTextSync } from './keys/text-sync.ts';
import { encodeClaims, type SignOptions } from './sign.ts';
import { syncEngine } from './signature/node.ts';
import { parseJsonObject } from './token/json.ts';
import { compileRules, openJws, openJwt, type Rules } from './verify.ts';

/**
 * Signs claims as `sign`, synchronously. On Node.js only.
 *
 * @throws as `sign`, and `ERR_KEY_INVALID` for an encrypted key and a CryptoKey that cannot be extracted
 * @example
 * const token = signSync({ sub: 'user-42' }, privateKey, { algorithm: 'ES256', expiresIn: '15m' });
 */
export function signSync(claims: object, key: SigningInputKey, options: SignOptions): string {
  const { signing, claims: added } = compileJwtSigning(options);
  const payload = encodeClaims(claims, added);
  const { material, keyId } = resolveSigningKeySync(
    readSigningKey(key),
    signing.info,
    signing.strength,
    readTextSync,
  );
  const header = signing.header(keyId);
  return `${header}.${payload}.${syncEngine.sign({ header, payload }, material, signing.info)}`;
}

/**
 * Verifies a token as `verify`, synchronously. Remote key sets and asynchronous schemas need `verify`. On Node.js only.
 *
 * @throws as `verify`, and `ERR_INVALID_ARGUMENT` for a remote key set or an asynchronous schema
 * @example
 * const { sub } = verifySync(token, publicKey, { algorithms: ['ES256'], audience: 'api' });
 */
export function verifySync<S extends StandardSchemaV1>(
  token: string,
  key: VerificationInputKey,
  rules: SchemaRules<S>,
): SchemaClaims<S>;
export function verifySync<C extends object = Claims>(
  token: string,
  key: VerificationInputKey,
  rules: Rules,
): C & RegisteredClaims;
export function verifySync(token: string, key: VerificationInputKey, rules: Rules): unknown {
  const compiled = compileRules(rules);
  const { header, info, input, payload, signature } = openJwt(token, compiled);
  const query = { header, info, claims: () => parseJsonObject(payload, 'payload') };
  const { material } = resolveVerificationKeySync(
    readVerificationKey(key),
    query,
    compiled.strength,
    readTextSync,
  );
  if (!syncEngine.verify(input, signature, material, info)) throw new InvalidSignatureError();
  const claims = parseJsonObject(payload, 'payload');
  enforceClaims(claims, compiled.claims);
  if (!compiled.claims.schema) return claims;
  const outcome = runSchemaSync(compiled.claims.schema, claims);
  if ('failures' in outcome) throw outcome.failures[0];
  return outcome.value;
}

/** Signs bytes as `signJws`, synchronously. On Node.js only. */
export function signJwsSync(payload: Message, key: SigningInputKey, options: SignJwsOptions): string {
  const signing = compileJwsSigning(payload, options);
  const { material, keyId } = resolveSigningKeySync(
    readSigningKey(key),
    signing.info,
    signing.strength,
    readTextSync,
  );
  const { input, carried } = signingInput(signing, keyId);
  return `${input.header}.${carried}.${syncEngine.sign(input, material, signing.info)}`;
}

/** Verifies a JWS as `verifyJws`, synchronously. On Node.js only. */
export function verifyJwsSync(token: string, key: VerificationInputKey, rules: VerifyJwsRules): VerifiedJws {
  const compiled = compileVerifyJws(rules);
  const opened = openJws(token, compiled, compiled.detached);
  const { material } = resolveVerificationKeySync(
    readVerificationKey(key),
    { ...opened, claims: noClaims },
    compiled.strength,
    readTextSync,
  );
  if (!syncEngine.verify(opened.input, opened.signature, material, opened.info))
    throw new InvalidSignatureError();
  return { header: { ...opened.header }, payload: opened.payload };
}
