import { readFileSync, writeFileSync } from 'node:fs';
import { fromBase64Url, hkdf, tokenUrlSafe } from '@countersign/core';

/** One key for each purpose, all derived from SERVICE_SECRET. */
export interface ServiceKeys {
  /** Encrypts the signing keys in the database. */
  readonly encryption: Uint8Array;
  /** Makes refresh tokens. */
  readonly refresh: Uint8Array;
  /** Hides addresses and accounts in the table of limits. */
  readonly limits: Uint8Array;
}

export async function deriveKeys(secret: Uint8Array): Promise<ServiceKeys> {
  const derive = (purpose: string): Promise<Uint8Array> =>
    hkdf(secret, { info: `countersign demo: ${purpose}`, length: 32 });
  return {
    encryption: await derive('encryption of signing keys'),
    refresh: await derive('refresh tokens'),
    limits: await derive('limits'),
  };
}

/** A secret for development, which the first start makes. */
export function developmentSecret(file: string): Uint8Array {
  try {
    // The flag makes two processes that start together agree on one secret.
    writeFileSync(file, tokenUrlSafe(32), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return fromBase64Url(readFileSync(file, 'utf8').trim());
}
