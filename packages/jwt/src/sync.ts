import type { Message } from '@countersign/core';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { enforceClaims } from './claims/check.ts';
import type { Claims, RegisteredClaims } from './claims/rules.ts';
import { runSchemaSync } from './claims/schema.ts';
import type { SchemaRules } from './decode.ts';
import { compileJwtSigning } from './encode.ts';
import { InvalidKeyError, InvalidSignatureError } from './errors.ts';
import {
  compileJwsSigning,
  compileVerifyJws,
  detachedPayload,
  type SignJwsOptions,
  signingInput,
  type VerifiedJws,
  type VerifyJwsRules,
} from './jws.ts';
import { openSshPrivateFile, openSshPrivateJwk } from './keys/formats/openssh.ts';
import type { Pem } from './keys/formats/pem.ts';
import { jwkMaterial } from './keys/jwk.ts';
import type { KeyMaterial } from './keys/key.ts';
import {
  resolveSigningKeyNow,
  resolveVerificationKeyNow,
  type SigningInputKey,
  type VerificationInputKey,
} from './keys/resolve.ts';
import { pemToJwkSync } from './runtime/keys.node.ts';
import { encodeClaims, type SignOptions } from './sign.ts';
import { syncEngine } from './signature/node.ts';
import { parseJsonObject } from './token/json.ts';
import { compileRules, openJws, openJwt, type Rules } from './verify.ts';

/**
 * As `sign`, on the calling thread and at once. On Node.js only.
 *
 * @throws as `sign`, and `ERR_KEY_INVALID` for an encrypted key and a CryptoKey that cannot be extracted
 * @example
 * const token = signSync({ sub: 'user-42' }, privateKey, { algorithm: 'ES256', expiresIn: '15m' });
 */
export function signSync(
  claims: Claims | Readonly<Record<string, unknown>>,
  key: SigningInputKey,
  options: SignOptions,
): string {
  const { signing, claims: added } = compileJwtSigning(options);
  const payload = encodeClaims(claims, added);
  const { material, keyId } = resolveSigningKeyNow(key, signing.info, signing.strength, readPem);
  const header = signing.header(keyId);
  return `${header}.${payload}.${syncEngine.sign({ header, payload }, material, signing.info)}`;
}

/**
 * As `verify`, on the calling thread and at once: with any key but a remote key set, and synchronous schemas. On Node.js only.
 *
 * @throws as `verify`, and `ERR_INVALID_ARGUMENT` for a remote key set or an asynchronous schema
 * @example
 * const { sub } = verifySync(token, publicKey, { algorithms: ['ES256'], audience: 'api' });
 */
export function verifySync<S extends StandardSchemaV1>(
  token: string,
  key: VerificationInputKey,
  rules: SchemaRules<S>,
): StandardSchemaV1.InferOutput<S>;
export function verifySync<C extends object = Claims>(
  token: string,
  key: VerificationInputKey,
  rules: Rules,
): C & RegisteredClaims;
export function verifySync(token: string, key: VerificationInputKey, rules: Rules): unknown {
  const compiled = compileRules(rules);
  const { header, info, input, payload, signature } = openJwt(token, compiled);
  const { material } = resolveVerificationKeyNow(key, header, info, compiled.strength, readPem);
  if (!syncEngine.verify(input, signature, material, info)) throw new InvalidSignatureError();
  const claims = parseJsonObject(payload, 'payload');
  enforceClaims(claims, compiled.claims);
  if (!compiled.claims.schema) return claims;
  const outcome = runSchemaSync(compiled.claims.schema, claims);
  if ('failures' in outcome) throw outcome.failures[0];
  return outcome.value;
}

/** As `signJws`, on the calling thread and at once. On Node.js only. */
export function signJwsSync(payload: Message, key: SigningInputKey, options: SignJwsOptions): string {
  const signing = compileJwsSigning(options);
  const { material, keyId } = resolveSigningKeyNow(key, signing.info, signing.strength, readPem);
  const { input, carried } = signingInput(payload, signing.header.bind(signing), keyId, options);
  return `${input.header}.${carried}.${syncEngine.sign(input, material, signing.info)}`;
}

/** As `verifyJws`, on the calling thread and at once. On Node.js only. */
export function verifyJwsSync(token: string, key: VerificationInputKey, rules: VerifyJwsRules): VerifiedJws {
  const compiled = compileVerifyJws(rules);
  const opened = openJws(token, compiled, detachedPayload(rules));
  const { material } = resolveVerificationKeyNow(key, opened.header, opened.info, compiled.strength, readPem);
  if (!syncEngine.verify(opened.input, opened.signature, material, opened.info))
    throw new InvalidSignatureError();
  return { header: { ...opened.header }, payload: opened.payload };
}

/** Reads a PEM that is not encrypted; a key with a passphrase has to be imported with `importKey` first. */
function readPem(pem: Pem): KeyMaterial {
  if (pem.label !== 'OPENSSH PRIVATE KEY') return jwkMaterial(pemToJwkSync(pem, undefined));
  const file = openSshPrivateFile(pem.der ?? new Uint8Array());
  if (file.kdf !== 'none')
    throw new InvalidKeyError(
      'The private key is encrypted. Import it with importKey and its passphrase first.',
    );
  return jwkMaterial(openSshPrivateJwk(file.privatePart));
}
