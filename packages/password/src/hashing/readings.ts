import { type Bytes, hash, utf8 } from '@countersign/core';
import { UnusablePasswordError } from '../errors.ts';
import { checkUsable, type Normalizer, normalizePassword, passwordBytes } from '../normalize.ts';
import type { StoredHash } from './derivation.ts';

/**
 * What happens to a password that bcrypt cannot take whole (more than 72 bytes, or a NUL) when it is verified against a bcrypt
 * hash of other software: `reject` it, `truncate` it to 72 bytes as most did, or take the Base64 of its SHA-512 as Symfony does.
 */
export type LegacyTruncation = 'reject' | 'truncate' | 'sha512';

/** How passwords are read when they are verified. */
export interface ReadingRules {
  readonly normalizer: Normalizer;
  /** How else passwords of hashes that do not say who made them may have been normalised. */
  readonly legacyNormalizers: readonly Normalizer[];
  readonly maxPasswordBytes: number;
  readonly legacyTruncation: LegacyTruncation;
}

/** The bytes that a password may have been when it was hashed. */
export interface Reading {
  readonly input: Bytes;
  /** False when no password of this form can be the right one: it is computed all the same, since the time would tell that the account exists. */
  readonly mayMatch: boolean;
  /** Whether the password was hashed otherwise than it would be today. */
  readonly isLegacy: boolean;
}

/** The most that bcrypt takes; what comes behind does not count. */
export const MAX_BCRYPT_BYTES = 72;

/** Every reading of a password for a stored hash, the likeliest first. There is more than one only when normalising changes it. */
export function readingsOf(password: string, stored: StoredHash, rules: ReadingRules): readonly Reading[] {
  try {
    checkUsable(password, rules.maxPasswordBytes);
  } catch (error) {
    if (!(error instanceof UnusablePasswordError)) throw error;
    return [{ input: passwordBytes('no password'), mayMatch: false, isLegacy: false }];
  }
  const normalizers = stored.normalizer
    ? [stored.normalizer]
    : [rules.normalizer, ...rules.legacyNormalizers];
  const texts = new Set(normalizers.map((normalizer) => normalizePassword(password, normalizer)));
  return [...texts].flatMap((text, index) =>
    inputsOf(text, stored, rules).map((reading) => ({ ...reading, isLegacy: reading.isLegacy || index > 0 })),
  );
}

function inputsOf(text: string, stored: StoredHash, { legacyTruncation }: ReadingRules): readonly Reading[] {
  if (stored.input) return [{ input: stored.input(text), mayMatch: true, isLegacy: false }];
  const input = passwordBytes(text);
  const end = input.indexOf(0);
  const isWhole = input.length <= MAX_BCRYPT_BYTES && end < 0;
  if (stored.derivation.kind !== 'bcrypt' || isWhole) return [{ input, mayMatch: true, isLegacy: false }];
  const cut = input.slice(0, MAX_BCRYPT_BYTES);
  switch (legacyTruncation) {
    case 'reject':
      return [{ input: cut, mayMatch: cut.length === input.length, isLegacy: true }];
    case 'sha512':
      return [{ input: symfonyInput(input), mayMatch: true, isLegacy: true }];
    case 'truncate':
      // Some software cut at a NUL, too. Nothing is left of a password that begins with one.
      return [cut, ...(end > 0 ? [cut.slice(0, end)] : [])].map((part) => {
        return { input: part, mayMatch: true, isLegacy: true };
      });
  }
}

/** What Symfony hashes in place of a password that bcrypt cannot take whole: of the Base64 of its SHA-512 as much as counts. */
function symfonyInput(password: Bytes): Bytes {
  return utf8(hash('sha512', password, { encoding: 'base64' })).slice(0, MAX_BCRYPT_BYTES);
}
