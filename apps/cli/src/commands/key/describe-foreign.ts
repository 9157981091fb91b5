import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { Secret } from '../../args/secret.ts';

/** A key that no JWS algorithm uses. */
interface ForeignKey {
  readonly kind: 'private' | 'public';
  /** The name in OpenSSL, such as `x25519` or `dsa`. */
  readonly type: string;
  readonly bits?: number;
  readonly curve?: string;
}

/** Describes a key that OpenSSL can read, but no JWS algorithm uses. Undefined for others. */
export function describeForeign(source: Secret): ForeignKey | undefined {
  const key = attempt(() => privateKey(source)) ?? attempt(() => publicKey(source));
  if (key?.type !== 'private' && key?.type !== 'public') return undefined;
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  return {
    kind: key.type,
    type: key.asymmetricKeyType ?? '',
    ...(modulusLength !== undefined && { bits: modulusLength }),
    ...(namedCurve !== undefined && { curve: namedCurve }),
  };
}

function privateKey(source: Secret): KeyObject {
  if (typeof source === 'string') return createPrivateKey(source);
  return createPrivateKey({ key: Buffer.from(source), format: 'der', type: 'pkcs8' });
}

function publicKey(source: Secret): KeyObject {
  if (typeof source === 'string') return createPublicKey(source);
  return createPublicKey({ key: Buffer.from(source), format: 'der', type: 'spki' });
}

function attempt(read: () => KeyObject): KeyObject | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
