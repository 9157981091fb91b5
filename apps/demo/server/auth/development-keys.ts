import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBase64Url, tokenUrlSafe } from '@countersign/core';
import type { KeyEncryptionKeys } from './envelope.ts';

/** A key-encryption key for development, made at the first start and kept beside the database. Production gets its own by the environment. */
export function developmentKeys(folder: string): KeyEncryptionKeys {
  const file = join(folder, 'key-encryption-key');
  try {
    // Fails when it exists, so that two that start at once agree on one.
    writeFileSync(file, tokenUrlSafe(32), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const key = fromBase64Url(readFileSync(file, 'utf8').trim());
  return { current: 'development', keys: new Map([['development', key]]) };
}
