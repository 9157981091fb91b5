import { type Bytes, hash, utf8 } from '@countersign/core';
import { UnusablePasswordError } from '../errors.ts';
import type { StoredHash } from '../formats/derivation.ts';
import { checkUsable, type Normalizer, normalizePassword, passwordBytes } from '../normalize.ts';

/**
 * How to verify a password that bcrypt cannot take whole (more than 72 bytes, or a NUL) against a bcrypt hash of other
 * software. `reject` it, `truncate` it to 72 bytes as most software did, or hash the Base64 of its `sha512` as Symfony does.
 */
export type LegacyTruncation = 'reject' | 'truncate' | 'sha512';

/** The options that determine which candidates are tried. */
export interface CandidateOptions {
  readonly normalizer: Normalizer;
  /** Other normalisers, for hashes that do not name their software. */
  readonly legacyNormalizers: readonly Normalizer[];
  readonly maxPasswordBytes: number;
  readonly legacyTruncation: LegacyTruncation;
}

/** Bytes that may have been hashed for a password. */
export interface Candidate {
  readonly input: Bytes;
  /** False if the result does not count. It is computed anyway, to keep the time constant. */
  readonly mayMatch: boolean;
  /** Whether today's options would hash other bytes. */
  readonly isLegacy: boolean;
}

/** bcrypt ignores every byte after these. */
export const MAX_BCRYPT_BYTES = 72;

/** Hashed in place of a password that bcrypt cannot take. The result does not count. */
const TOO_LONG = utf8('x'.repeat(MAX_BCRYPT_BYTES));

/** The candidates for a password and a stored hash, the most likely first. */
export async function candidatesOf(
  password: string,
  stored: StoredHash,
  options: CandidateOptions,
): Promise<readonly Candidate[]> {
  try {
    checkUsable(password, options.maxPasswordBytes);
  } catch (error) {
    if (!(error instanceof UnusablePasswordError)) throw error;
    return [{ input: passwordBytes('no password'), mayMatch: false, isLegacy: false }];
  }
  const candidates: Candidate[] = [];
  for (const [index, text] of textsOf(password, stored, options).entries()) {
    for (const candidate of await inputsOf(text, stored, options))
      candidates.push({ ...candidate, isLegacy: candidate.isLegacy || index > 0 });
  }
  return candidates;
}

/** The texts that may have been hashed, each once. */
function textsOf(password: string, stored: StoredHash, options: CandidateOptions): readonly string[] {
  const { variants = (text: string) => [text] } = stored;
  const normalizers = stored.normalizer
    ? [stored.normalizer]
    : [options.normalizer, ...options.legacyNormalizers];
  const texts = normalizers.flatMap((name) => variants(normalizePassword(password, name)));
  return [...new Set(texts)];
}

async function inputsOf(
  text: string,
  stored: StoredHash,
  { legacyTruncation }: CandidateOptions,
): Promise<readonly Candidate[]> {
  if (stored.input) return [{ input: await stored.input(text), mayMatch: true, isLegacy: false }];
  const input = passwordBytes(text);
  const end = input.indexOf(0);
  const isWhole = input.length <= MAX_BCRYPT_BYTES && end < 0;
  if (stored.derivation.kind !== 'bcrypt' || isWhole) return [{ input, mayMatch: true, isLegacy: false }];
  const cut = input.slice(0, MAX_BCRYPT_BYTES);
  switch (legacyTruncation) {
    case 'reject':
      return input.length > MAX_BCRYPT_BYTES
        ? [{ input: TOO_LONG, mayMatch: false, isLegacy: true }]
        : [{ input, mayMatch: true, isLegacy: true }];
    case 'sha512':
      return [{ input: symfonyInput(input), mayMatch: true, isLegacy: true }];
    case 'truncate': {
      // Some software also stopped at a NUL. A password that starts with one is never empty.
      const parts = end > 0 ? [cut, cut.slice(0, end)] : [cut];
      return parts.map((part) => ({ input: part, mayMatch: true, isLegacy: true }));
    }
  }
}

/** Symfony's input for a password that bcrypt cannot take whole: the start of the Base64 of its SHA-512. */
function symfonyInput(password: Bytes): Bytes {
  return utf8(hash('sha512', password, { encoding: 'base64' })).slice(0, MAX_BCRYPT_BYTES);
}
