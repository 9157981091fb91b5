import { fromBase64Url, hash, hkdf, toBase64Url, tokenUrlSafe } from '@countersign/core';

/** Says what it is where it should not be, so that log scrubbers and secret scanners find it. */
const PREFIX = 'csr_';
const SALT_BYTES = 32;

/** A new refresh token: 256 random bits. */
export function newRefreshToken(): string {
  return PREFIX + tokenUrlSafe(32);
}

/** Under which a token is stored. A token of so much chance needs no slow hash (OWASP ASVS 5.0, 6.5.2). */
export function refreshDigest(token: string): string {
  return hash('sha256', token, { encoding: 'hex' });
}

export function newSuccessorSalt(): string {
  return tokenUrlSafe(SALT_BYTES);
}

/**
 * The successor of a token, from the token itself and the random salt that its rotation stored (RFC 5869).
 *
 * Whoever presents the used token again within the window gets the same successor, yet the database alone gives it to nobody, and
 * the used token alone neither: the salt is forgotten after the window.
 */
export async function successorOf(token: string, salt: string): Promise<string> {
  const key = await hkdf(token, {
    salt: fromBase64Url(salt),
    info: 'countersign demo: refresh token successor',
    length: 32,
  });
  return PREFIX + toBase64Url(key);
}
