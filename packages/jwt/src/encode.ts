import { readOptions } from '@countersign/core/internal';
import { engine } from '#signature';
import { type ResolvedKey, readSigningKey, resolveSigningKey, type SigningInputKey } from './keys/resolve.ts';
import {
  type CompiledClaims,
  type CompiledSigning,
  compileClaims,
  compileSigning,
  encodeClaims,
  SIGN_OPTIONS,
  type SignOptions,
} from './sign.ts';

/** Signs claims with one key, as often as it is called. */
export type Signer = (claims: object) => Promise<string>;

/**
 * Signs claims as a JSON Web Token (RFC 7519).
 *
 * @param claims any JSON-safe members; `exp`, `nbf` and `iat` may be `Date`s
 * @param key `secret` or `private`; an HMAC secret needs as many bytes as the digest has
 * @throws {@link InvalidKeyError} `ERR_KEY_INVALID`, {@link InvalidClaimError} `ERR_TOKEN_CLAIM`
 * @example
 * await sign({ role: 'editor' }, key, { algorithm: 'ES256', subject: 'user-42', expiresIn: '15m' })
 */
export async function sign(claims: object, key: SigningInputKey, options: SignOptions): Promise<string> {
  return createSigner(key, options)(claims);
}

/**
 * Creates a function that signs, for a server to keep. It checks options now, and reads the key and writes the header once.
 *
 * @throws {@link InvalidArgumentError} `ERR_INVALID_ARGUMENT` now; the signer throws as {@link sign}
 * @example
 * const sign = createSigner(privateKey, { algorithm: 'ES256', expiresIn: '15m' });
 * const token = await sign({ sub: 'user-42' });
 */
export function createSigner(key: SigningInputKey, options: SignOptions): Signer {
  const { signing, claims: added } = compileJwtSigning(options);
  const input = readSigningKey(key);
  let resolved: ResolvedKey | undefined;
  return async (claims) => {
    const payload = encodeClaims(claims, added);
    resolved ??= await resolveSigningKey(input, signing.info, signing.strength);
    const header = signing.header(resolved.keyId);
    const signature = engine.sign({ header, payload }, resolved.material, signing.info);
    // Awaiting a signature that is ready would cost a fifth of the call.
    return `${header}.${payload}.${typeof signature === 'string' ? signature : await signature}`;
  };
}

/** Checks all options of a JWT's signer. */
export function compileJwtSigning(options: SignOptions): {
  readonly signing: CompiledSigning;
  readonly claims: CompiledClaims;
} {
  const read = readOptions(options, SIGN_OPTIONS);
  return { signing: compileSigning(read, 'JWT'), claims: compileClaims(read) };
}
