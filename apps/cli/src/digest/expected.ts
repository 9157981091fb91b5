import { algorithmsAvailable, resolveAlgorithm } from '@countersign/core';
import { type ChecksumLine, ChecksumReader } from './checksum-line.ts';

/** A digest that a user expects. */
export interface Expected {
  readonly bytes: Uint8Array;
  /** The algorithm, if the text names it. */
  readonly algorithm?: string;
}

const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
const LABELLED = /^([A-Za-z0-9][A-Za-z0-9/_-]{1,20}?)[:-](.+)$/s;

/**
 * Reads an expected digest: hexadecimal, Base64, `sha256:…`, `sha256-…` (Subresource Integrity) or a line of a checksum
 * list. Undefined for other text.
 */
export function readExpected(given: string, digestSize: number): Expected | undefined {
  const text = given.trim();
  const line = new ChecksumReader(true).read(text);
  if (line) return ofLine(line);
  const plain = bytesOf(text, digestSize);
  if (plain) return { bytes: plain };
  const [, label = '', digest = ''] = LABELLED.exec(text) ?? [];
  const algorithm = known(label);
  if (algorithm === undefined) return undefined;
  const bytes = bytesOf(digest, resolveAlgorithm(algorithm).digestSize);
  return bytes && { bytes, algorithm };
}

function ofLine({ digest, algorithm }: ChecksumLine): Expected | undefined {
  const named = algorithm === undefined ? undefined : known(algorithm);
  if (algorithm !== undefined && named === undefined) return undefined;
  return { bytes: Buffer.from(digest, 'hex'), ...(named !== undefined && { algorithm: named }) };
}

function bytesOf(text: string, size: number): Uint8Array | undefined {
  if (/^([0-9a-f]{2})+$/i.test(text) && (text.length === size * 2 || !BASE64.test(text) || text.length >= 32))
    return Buffer.from(text, 'hex');
  const bytes = BASE64.test(text) ? Buffer.from(text, 'base64') : undefined;
  return bytes?.length === size ? bytes : undefined;
}

function known(name: string): string | undefined {
  try {
    const resolved = resolveAlgorithm(name).name;
    return algorithmsAvailable().has(resolved) ? resolved : undefined;
  } catch {
    return undefined;
  }
}
