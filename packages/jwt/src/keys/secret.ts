import { type Bytes, fromUtf8 } from '@countersign/core';
import { InvalidKeyError } from '../errors.ts';
import type { KeyMaterial } from './key.ts';

// A public key that is taken for an HMAC secret lets everybody who has it sign (CVE-2016-10555, CVE-2022-29217,
// CVE-2026-34950 and others, by leading white space, prefixes, JWK text, DER). So whatever looks like a key anywhere is none.
const KEY_TEXT =
  /-----BEGIN|(^|\s)(ssh-(rsa|ed25519|dss)|ecdsa-sha2-\S+|sk-\S+@openssh\.com)\s|"kty"\s*:|^---- BEGIN/;

/** The Base64 beginnings of DER-encoded keys, certificates and OpenSSH blobs. */
const KEY_BASE64 =
  /^\s*(MI[GHIM][A-Za-z0-9+/]{30}|M[CDEFGHIJKLMNOPQRSTUV][A-Za-z0-9+/]{2}[A-Za-z0-9+/]{30}[A-Za-z0-9+/=\s]*$|AAAA[A-Z][A-Za-z0-9+/]{20})/;

const OPENSSH_MAGIC = 'openssh-key-v1';

/**
 * Takes bytes for an HMAC secret, unless they look like something else.
 *
 * @throws {@link InvalidKeyError} for no bytes, and for anything that looks like key material of another kind
 */
export function secretMaterial(secret: Uint8Array): KeyMaterial {
  if (secret.length === 0) throw new InvalidKeyError('The secret is empty.');
  if (looksLikeKeyMaterial(secret)) {
    throw new InvalidKeyError(
      'The secret looks like a key or certificate of an asymmetric algorithm. If it is one, use an algorithm such as RS256 or ES256; taking it for an HMAC secret would let everybody who has it sign.',
    );
  }
  const copy: Bytes = new Uint8Array(secret);
  return { kind: 'secret', type: 'oct', secret: copy };
}

/** Whether bytes hold PEM, an OpenSSH key, a JWK, or a DER-encoded key or certificate, also behind white space or in Base64. */
export function looksLikeKeyMaterial(bytes: Uint8Array): boolean {
  if (isDerSequence(bytes)) return true;
  const text = textOf(bytes);
  if (text === undefined) return false;
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  return KEY_TEXT.test(`${trimmed} `) || KEY_BASE64.test(trimmed) || trimmed.includes(OPENSSH_MAGIC);
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return fromUtf8(bytes);
  } catch {
    return undefined;
  }
}

/** A DER SEQUENCE that is exactly as long as it says, as keys and certificates are. */
function isDerSequence(bytes: Uint8Array): boolean {
  const [tag, first = 0, second = 0, third = 0] = bytes;
  if (tag !== 0x30 || bytes.length < 24) return false;
  if (first < 0x80) return bytes.length === first + 2;
  if (first === 0x81) return bytes.length === second + 3;
  return first === 0x82 && bytes.length === second * 256 + third + 4;
}
