import { type Bytes, fromBase64, fromBase64Url, fromHex } from '@countersign/core';
import { InvalidKeyError } from '../errors.ts';
import { isDerStructure } from './formats/der.ts';
import type { KeyMaterial } from './key.ts';

// A public key that is taken for an HMAC secret lets everybody who has it sign (CVE-2016-10555, CVE-2022-29217,
// CVE-2026-34950 and others, by leading white space, prefixes, JWK text, DER). So whatever looks like a key anywhere is none.
const KEY_TEXT =
  /----[- ]BEGIN [A-Z0-9]|(ssh-(rsa|dss|ed25519|ed448)|ecdsa-sha2-\w+|sk-\S{1,40}@openssh\.com)\s+AAAA|AAAA(B3NzaC1|C3NzaC1lZDI1NTE5|E2VjZHNhLXNoYTIt)|["']kty["']\s*:|PuTTY-User-Key-File-/;

/** How OpenSSH's binary forms begin, behind a length of four bytes or at once. */
const OPENSSH_BLOB = /^(openssh-key-v1\0|\0\0\0.(ssh-|ecdsa-sha2-|sk-))/s;

const MAX_EXAMINED_BYTES = 64 * 1024;

/**
 * Takes bytes for an HMAC secret, unless they look like something else.
 *
 * @throws {@link InvalidKeyError} for no bytes, and for anything that looks like key material of another kind
 */
export function secretMaterial(secret: Uint8Array): KeyMaterial {
  if (secret.length === 0) throw new InvalidKeyError('The secret is empty.');
  if (secret.length > MAX_EXAMINED_BYTES)
    throw new InvalidKeyError(`The secret has more than ${MAX_EXAMINED_BYTES} bytes.`);
  if (looksLikeKeyMaterial(secret)) {
    throw new InvalidKeyError(
      'The secret looks like a key or certificate of an asymmetric algorithm. If it is one, use an algorithm such as RS256 or ES256; taking it for an HMAC secret would let everybody who has it sign.',
    );
  }
  const copy: Bytes = new Uint8Array(secret);
  return { kind: 'secret', type: 'oct', secret: copy };
}

/**
 * Whether bytes hold PEM, an OpenSSH key, a JWK, or a DER-encoded key or certificate: anywhere in them, as UTF-8 or
 * UTF-16, or written in Base64 or hex once more.
 */
export function looksLikeKeyMaterial(bytes: Uint8Array): boolean {
  if (isKey(bytes)) return true;
  const text = latin1(bytes).replace(/[\0\s\u00EF\u00BB\u00BF]+/g, '');
  return DECODERS.some((decode) => {
    const decoded = attempt(decode, text);
    return decoded !== undefined && isKey(decoded);
  });
}

const DECODERS: readonly ((text: string) => Uint8Array)[] = [
  (text) => fromBase64(text.padEnd(Math.ceil(text.length / 4) * 4, '=')),
  (text) => fromBase64Url(text.replace(/=+$/, '')),
  fromHex,
];

function attempt(decode: (text: string) => Uint8Array, text: string): Uint8Array | undefined {
  try {
    return decode(text);
  } catch {
    return undefined;
  }
}

function isKey(bytes: Uint8Array): boolean {
  const text = latin1(bytes);
  return isDerStructure(bytes) || OPENSSH_BLOB.test(text) || KEY_TEXT.test(text.replaceAll('\0', ''));
}

/** Each byte as one character, so that a stray byte in a PEM does not hide it. */
function latin1(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes.subarray(0, MAX_EXAMINED_BYTES));
}
