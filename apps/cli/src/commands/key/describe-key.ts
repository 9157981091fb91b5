import { createHash } from 'node:crypto';
import { exportKey, InvalidKeyError, type Key } from '@countersign/jwt';
import { defined } from '../../args/defined.ts';
import { publicHalf } from './read-key.ts';

interface Description {
  readonly bits?: number;
  readonly curve?: string;
  /** As `ssh-keygen -l` prints it. */
  readonly fingerprint?: string;
}

/** The size, curve and OpenSSH fingerprint of a key. */
export async function describeKey(key: Key): Promise<Description> {
  const { n, k, crv } = await exportKey(key, 'jwk');
  const number = typeof n === 'string' ? n : k;
  if (typeof number === 'string')
    return {
      bits: bitsOf(Buffer.from(number, 'base64url'), key.kind === 'secret'),
      ...(key.kind !== 'secret' && (await fingerprintOf(key))),
    };
  const curve = String(crv);
  return {
    ...(crv !== undefined && { ...defined({ bits: CURVE_BITS[curve] }), curve }),
    ...(key.kind !== 'secret' && (await fingerprintOf(key))),
  };
}

/** As `ssh-keygen -l` and OpenSSL print them. */
const CURVE_BITS: Readonly<Record<string, number>> = {
  'P-256': 256,
  'P-384': 384,
  'P-521': 521,
  Ed25519: 256,
};

function bitsOf(bytes: Buffer, isSecret: boolean): number {
  if (isSecret) return bytes.length * 8;
  const start = bytes.findIndex((byte) => byte !== 0);
  return (bytes.length - start) * 8 - (Math.clz32(bytes[start] ?? 0) - 24);
}

async function fingerprintOf(key: Key): Promise<Pick<Description, 'fingerprint'>> {
  try {
    const [, blob = ''] = (await exportKey(publicHalf(key), 'openssh')).split(' ');
    const digest = createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64');
    return { fingerprint: `SHA256:${digest.replace(/=+$/, '')}` };
  } catch (error) {
    if (error instanceof InvalidKeyError) return {}; // OpenSSH has no such keys
    throw error;
  }
}
