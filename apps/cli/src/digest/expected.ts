import { algorithmsAvailable, resolveAlgorithm } from '@countersign/core';
import { type ChecksumLine, ChecksumReader } from './checksum-line.ts';

/** A digest that a user expects. */
export interface Expected {
  readonly bytes: Uint8Array;
  /** The algorithm, if the text names it. */
  readonly algorithm?: string;
}

const HEX = /^([0-9a-f]{2})+$/i;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
/** Shorter text is rarely a hexadecimal digest of a wrong length. */
const MIN_HEX_DIGITS = 32;

/**
 * Reads an expected digest: hexadecimal, Base64, `sha256:…`, `sha256-…` (Subresource Integrity), `sha-256=:…:` (RFC 9530)
 * or a line of a checksum list. Undefined for other text. Base64 must have one of the sizes.
 */
export function readExpected(given: string, sizes: readonly number[]): Expected | undefined {
  const text = given.trim().replace(/^(["'])(.*)\1$/s, '$2');
  const line = new ChecksumReader(true).read(text);
  if (line) return ofLine(line);
  const plain = bytesOf(text, sizes);
  return plain ? { bytes: plain } : labelled(text);
}

function ofLine({ digest, algorithm }: ChecksumLine): Expected | undefined {
  const named = algorithm === undefined ? undefined : known(algorithm);
  if (algorithm !== undefined && named === undefined) return undefined;
  return { bytes: Buffer.from(digest, 'hex'), ...(named !== undefined && { algorithm: named }) };
}

/** A digest after its algorithm. The name may contain the separator, as in `sha-256:`. */
function labelled(text: string): Expected | undefined {
  for (const { index } of text.matchAll(/[:=-]/g)) {
    const algorithm = known(text.slice(0, index));
    if (algorithm === undefined) continue;
    const digest = text.slice(index + 1).replace(/^:(.*):$/s, '$1');
    const bytes = bytesOf(digest, [resolveAlgorithm(algorithm).digestSize]);
    if (bytes) return { bytes, algorithm };
  }
  return undefined;
}

function bytesOf(given: string, sizes: readonly number[]): Uint8Array | undefined {
  const text = /^[0-9a-f]{2}(:[0-9a-f]{2})+$/i.test(given) ? given.replaceAll(':', '') : given;
  const hex = HEX.test(text) ? Buffer.from(text, 'hex') : undefined;
  if (hex && sizes.includes(hex.length)) return hex;
  const base64 = BASE64.test(text) ? Buffer.from(text, 'base64') : undefined;
  if (base64 && sizes.includes(base64.length)) return base64;
  return text.length >= MIN_HEX_DIGITS ? hex : undefined;
}

function known(name: string): string | undefined {
  try {
    const resolved = resolveAlgorithm(name).name;
    return algorithmsAvailable().has(resolved) ? resolved : undefined;
  } catch {
    return undefined;
  }
}
