import { type Bytes, InvalidArgumentError, type Message, toBase64Url, utf8 } from '@countersign/core';
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
import { checkOptions, checkSwitch, type OptionNames } from './options.ts';
import { type CompiledSigning, compileSigning, JWS_OPTION_NAMES, type JwsOptions } from './sign.ts';
import type { SigningInput } from './signature/engine.ts';
import type { ProtectedHeader } from './token/header.ts';
import type { JsonObject } from './token/json.ts';
import { type CompiledJwsRules, compileJwsRules, JWS_RULE_NAMES, type JwsRules, openJws } from './verify.ts';

/** How {@link signJws} signs. */
export interface SignJwsOptions extends JwsOptions {
  /** Leaves the payload out of the token (RFC 7515 appendix F). Default false. */
  readonly detached?: boolean;
  /** Signs the payload as it is, without Base64url (RFC 7797); it must then be detached. Default false. */
  readonly unencoded?: boolean;
}

/** What {@link verifyJws} asks of a JWS. */
export interface VerifyJwsRules extends JwsRules {
  /** The payload of a token that does not carry it. */
  readonly detachedPayload?: Message;
}

const SIGN_NAMES: OptionNames<SignJwsOptions> = { ...JWS_OPTION_NAMES, detached: true, unencoded: true };

const VERIFY_NAMES: OptionNames<VerifyJwsRules> = { ...JWS_RULE_NAMES, detachedPayload: true };

/** Checks the options of {@link signJws}. */
export function compileJwsSigning(options: SignJwsOptions): CompiledSigning {
  const signing = compileSigning(options, { options: SIGN_NAMES, defaultType: null });
  const isDetached = checkSwitch(options.detached, 'detached');
  if (checkSwitch(options.unencoded, 'unencoded') && !isDetached) {
    throw new InvalidArgumentError(
      'unencoded',
      'unencoded needs detached: a payload that is not encoded could break the token apart.',
    );
  }
  return signing;
}

/** Checks the rules of {@link verifyJws}. */
export function compileVerifyJws(rules: VerifyJwsRules): CompiledJwsRules {
  checkOptions(rules, VERIFY_NAMES, 'rules');
  return compileJwsRules(rules);
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
  const signing = compileJwsSigning(options);
  const resolved = await resolveSigningKey(readSigningKey(key), signing.info, signing.strength);
  const { input, carried } = signingInput(payload, signing.header.bind(signing), resolved.keyId, options);
  const signature = await engine.sign(input, resolved.material, signing.info);
  return `${input.header}.${carried}.${signature}`;
}

/** What is signed, and what of the payload the token carries. */
export function signingInput(
  payload: Message,
  header: (keyId: string | undefined, extra?: { readonly b64: false }) => string,
  keyId: string | undefined,
  { detached = false, unencoded = false }: SignJwsOptions,
): { readonly input: SigningInput; readonly carried: string } {
  const bytes = messageBytes(payload, 'payload');
  if (unencoded) return { input: { header: header(keyId, { b64: false }), payload: bytes }, carried: '' };
  const encoded = toBase64Url(bytes);
  return { input: { header: header(keyId), payload: encoded }, carried: detached ? '' : encoded };
}

/**
 * Verifies a compact JWS and returns its payload, whatever it is. For claims use `verify`. A payload that is not encoded
 * (`b64: false`, RFC 7797) is accepted only detached.
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
  const opened = openJws(token, compiled, detachedPayload(rules));
  const resolved = await resolveVerificationKey(input, { ...opened, claims: noClaims }, compiled.strength);
  const isValid = await engine.verify(opened.input, opened.signature, resolved.material, opened.info);
  if (!isValid) throw new InvalidSignatureError();
  return { header: { ...opened.header }, payload: opened.payload };
}

/** A JWS has a payload, but no claims. */
export function noClaims(): JsonObject {
  return {};
}

/** The bytes of a payload that the token does not carry. */
export function detachedPayload({ detachedPayload: payload }: VerifyJwsRules): Uint8Array | undefined {
  return payload === undefined ? undefined : messageBytes(payload, 'detachedPayload');
}

function messageBytes(message: Message, argument: string): Uint8Array {
  return message instanceof Uint8Array ? message : utf8(message, argument);
}
