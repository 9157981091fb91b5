import { compareDigest, hash, hmac, toBase64Url } from '@countersign/core';

/**
 * A refresh token is `csr_` and 52 bytes as base64url: the session's id, the number of the refresh, and an HMAC of both. The
 * key is derived from SERVICE_SECRET. So a retry can get the same successor, although the database contains only digests.
 */
const REFRESH_TOKEN = /^csr_[\w-]{70}$/;

const PREFIX = 'csr_';
const ID_BYTES = 16;

export interface RefreshToken {
  readonly sessionId: string;
  readonly generation: number;
}

export function makeRefreshToken({ sessionId, generation }: RefreshToken, key: Uint8Array): string {
  const content = Buffer.alloc(ID_BYTES + 4);
  content.write(sessionId.replaceAll('-', ''), 'hex');
  content.writeUInt32BE(generation, ID_BYTES);
  return PREFIX + toBase64Url(Buffer.concat([content, hmac('sha256', key, content)]));
}

/** Reads a token that this service made. Returns undefined for anything else. */
export function readRefreshToken(token: string, key: Uint8Array): RefreshToken | undefined {
  if (!REFRESH_TOKEN.test(token)) return undefined;
  const content = Buffer.from(token.slice(PREFIX.length), 'base64url').subarray(0, ID_BYTES + 4);
  const id = content.toString('hex', 0, ID_BYTES);
  const read = {
    sessionId: id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    generation: content.readUInt32BE(ID_BYTES),
  };
  // Comparing the texts also rejects a second spelling of the same bytes.
  return compareDigest(makeRefreshToken(read, key), token) ? read : undefined;
}

/** A random token needs no slow hash (OWASP ASVS 5.0, 6.5.2). */
export function refreshDigest(token: string): string {
  return hash('sha256', token, { encoding: 'hex' });
}
