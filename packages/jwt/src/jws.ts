import {
  type Bytes,
  boolean,
  copyMessage,
  InvalidArgumentError,
  type Message,
  narrowing,
  readOptions,
  toBase64Url,
  withDefault,
} from '@countersign/core/internal';
import { engine } from '#signature';
import { InvalidSignatureError } from './errors.ts';
import {
  readSigningKey,
  readVerificationKey,
  resolveSigningKey,
  resolveVerificationKey,
  type SigningInputKey,
  type VerificationInputKey,
} from './keys/resolve.ts';
import { type CompiledSigning, compileSigning, JWS_OPTIONS, type JwsOptions } from './sign.ts';
import type { SigningInput } from './signature/engine.ts';
import type { ProtectedHeader } from './token/header.ts';
import type { JsonObject } from './token/json.ts';
import { type CompiledJwsRules, compileJwsRules, JWS_RULES, type JwsRules, openJws } from './verify.ts';

/** Options of {@link signJws}. */
export interface SignJwsOptions extends JwsOptions {
  /** Leaves the payload out of the token (RFC 7515 appendix F). Default false. */
  readonly detached?: boolean | undefined;
  /** Signs the payload without Base64url (RFC 7797). It must then be detached. Default false. */
  readonly unencoded?: boolean | undefined;
}

/** Rules of {@link verifyJws}. */
export interface VerifyJwsRules extends JwsRules {
  /** The payload of a token that does not contain it. */
  readonly detachedPayload?: Message;
}

const SIGN_OPTIONS = {
  ...JWS_OPTIONS,
  detached: withDefault(boolean, false),
  unencoded: withDefault(boolean, false),
};

const VERIFY_RULES = {
  ...JWS_RULES,
  detachedPayload: narrowing(copyMessage),
};

/** The options and the payload of a JWS, read once. */
export interface CompiledJwsSigning extends CompiledSigning {
  readonly payload: Bytes;
  readonly detached: boolean;
  readonly unencoded: boolean;
}

/** Reads the payload and the options of {@link signJws}. */
export function compileJwsSigning(payload: unknown, options: SignJwsOptions): CompiledJwsSigning {
  const read = readOptions(options, SIGN_OPTIONS);
  const { detached, unencoded } = read;
  if (unencoded && !detached) {
    throw new InvalidArgumentError(
      'unencoded',
      'unencoded needs detached, because an unencoded payload may contain dots.',
    );
  }
  return { ...compileSigning(read, null), payload: copyMessage(payload, 'payload'), detached, unencoded };
}

/** Reads the rules of {@link verifyJws}. */
export function compileVerifyJws(
  rules: VerifyJwsRules,
): CompiledJwsRules & { readonly detached: Bytes | undefined } {
  const read = readOptions(rules, VERIFY_RULES, 'rules');
  return { ...compileJwsRules(read), detached: read.detachedPayload };
}

/** A JWS whose signature is valid. */
export interface VerifiedJws {
  readonly header: ProtectedHeader;
  readonly payload: Bytes;
}

/**
 * Signs any bytes as a compact JWS (RFC 7515 section 7.1). For claims use `sign`.
 *
 * @throws {@link InvalidKeyError} `ERR_KEY_INVALID`, {@link InvalidArgumentError} `ERR_INVALID_ARGUMENT`
 * @example
 * const signature = await signJws(body, key, { algorithm: 'ES256', detached: true, unencoded: true });
 */
export async function signJws(
  payload: Message,
  key: SigningInputKey,
  options: SignJwsOptions,
): Promise<string> {
  const signing = compileJwsSigning(payload, options);
  const resolved = await resolveSigningKey(readSigningKey(key), signing.info, signing.strength);
  const { input, carried } = signingInput(signing, resolved.keyId);
  const signature = await engine.sign(input, resolved.material, signing.info);
  return `${input.header}.${carried}.${signature}`;
}

/** The input of the signature, and the payload part of the token. */
export function signingInput(
  signing: CompiledJwsSigning,
  keyId: string | undefined,
): { readonly input: SigningInput; readonly carried: string } {
  const { payload, detached, unencoded } = signing;
  if (unencoded) return { input: { header: signing.header(keyId, { b64: false }), payload }, carried: '' };
  const encoded = toBase64Url(payload);
  return { input: { header: signing.header(keyId), payload: encoded }, carried: detached ? '' : encoded };
}

/**
 * Verifies a compact JWS and returns its payload. For claims use `verify`. A payload that is not encoded (`b64: false`,
 * RFC 7797) must be detached.
 *
 * @throws {@link DecodeError} `ERR_TOKEN_MALFORMED`, {@link InvalidAlgorithmError} `ERR_TOKEN_ALGORITHM`,
 * {@link InvalidKeyError} `ERR_KEY_INVALID`, {@link KeyNotFoundError} `ERR_KEY_NOT_FOUND`, {@link KeySetError}
 * `ERR_KEY_SET`, {@link InvalidSignatureError} `ERR_TOKEN_SIGNATURE`
 * @example
 * const { payload } = await verifyJws(signature, publicKey, { algorithms: ['ES256'], detachedPayload: body });
 */
export async function verifyJws(
  token: string,
  key: VerificationInputKey,
  rules: VerifyJwsRules,
): Promise<VerifiedJws> {
  const compiled = compileVerifyJws(rules);
  const input = readVerificationKey(key);
  const opened = openJws(token, compiled, compiled.detached);
  const resolved = await resolveVerificationKey(input, { ...opened, claims: noClaims }, compiled.strength);
  const isValid = await engine.verify(opened.input, opened.signature, resolved.material, opened.info);
  if (!isValid) throw new InvalidSignatureError();
  return { header: { ...opened.header }, payload: opened.payload };
}

/** A JWS has a payload, but no claims. */
export function noClaims(): JsonObject {
  return {};
}
