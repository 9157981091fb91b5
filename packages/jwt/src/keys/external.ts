import {
  copyBytes,
  func,
  InvalidArgumentError,
  optional,
  readOptions,
  string,
} from '@countersign/core/internal';
import { InvalidKeyError } from '../errors.ts';
import { type Algorithm, type AlgorithmInfo, checkAlgorithm, type SecretAlgorithm } from './algorithms.ts';
import { checkFit } from './fit.ts';
import { isKey, Key, keyMaterial, materialOf } from './key.ts';

/** Signs bytes with a key that stays in another system. ECDSA signatures are r and s (RFC 7518 section 3.4). */
export type ExternalSign = (bytes: Uint8Array) => Promise<Uint8Array> | Uint8Array;

/** Options of {@link externalKey}. */
export interface ExternalKeyOptions {
  readonly algorithm: Exclude<Algorithm, SecretAlgorithm>;
  /** The `kid` of tokens that it signs. */
  readonly keyId?: string | undefined;
  /** The public half, for `publicKeyOf` and `thumbprint`. */
  readonly publicKey?: Key<'public'> | undefined;
  /** Signs the bytes of a token: `header.payload`. It hashes them itself, as the algorithm says. */
  readonly sign: ExternalSign;
}

const OPTIONS = {
  algorithm: readAlgorithm,
  keyId: optional(string),
  publicKey: optional(readPublicKey),
  sign: func<ExternalSign>(),
} as const;

function readAlgorithm(value: unknown, argument: string): AlgorithmInfo {
  const info = checkAlgorithm(value, argument);
  if (info.keyType !== 'oct') return info;
  throw new InvalidArgumentError(argument, `${argument} must not be HMAC (HS…): its key also verifies.`);
}

function readPublicKey(value: unknown, argument: string): Key {
  if (isKey(value) && value.kind === 'public') return value;
  throw new InvalidArgumentError(argument, `${argument} must be a public Key created by importKey.`);
}

/**
 * Creates a private key that a key management service or a hardware module holds. It works with `sign`, `createSigner` and
 * `signJws`, not with their synchronous forms.
 *
 * @throws {@link InvalidArgumentError}, {@link InvalidKeyError} if the public key is for another algorithm
 * @example
 * const key = externalKey({ algorithm: 'ES256', keyId: 'kms-1', sign: (bytes) => kms.sign(bytes) });
 * const token = await sign({ sub: 'user-42' }, key, { algorithm: 'ES256' });
 */
export function externalKey(options: ExternalKeyOptions): Key<'private'> {
  const { algorithm: info, keyId, publicKey, sign } = readOptions(options, OPTIONS);
  const half = publicKey && materialOf(publicKey);
  if (half) checkFit(half, info, {});
  const material = keyMaterial({
    kind: 'private',
    type: info.keyType,
    ...(info.curve !== undefined && { curve: info.curve }),
    ...(half?.modulusBits !== undefined && { modulusBits: half.modulusBits }),
    external: { sign: (bytes) => signExternally(sign, bytes, info), ...(half && { publicHalf: half }) },
  });
  return new Key('private', material, [info.name], keyId);
}

/** Checks the length, since key management services often return ECDSA signatures as DER. */
async function signExternally(
  sign: ExternalSign,
  bytes: Uint8Array,
  info: AlgorithmInfo,
): Promise<Uint8Array> {
  let signature: Uint8Array;
  try {
    signature = copyBytes(await sign(bytes), 'sign');
  } catch (cause) {
    throw new InvalidKeyError('The external key did not return a signature as a Uint8Array.', { cause });
  }
  const { signatureBytes } = info;
  if (signatureBytes === undefined || signature.length === signatureBytes) return signature;
  const advice =
    info.keyType === 'EC' && signature[0] === 0x30 ? ' It seems to be DER: convert it to r and s.' : '';
  throw new InvalidKeyError(
    `The external key returned ${signature.length} bytes; ${info.name} has ${signatureBytes}.${advice}`,
  );
}
