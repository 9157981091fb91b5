import { isKeyStructure } from './der.ts';

// If a public key is used as an HMAC secret, everybody who has the key can sign (CVE-2016-10555, CVE-2022-29217,
// CVE-2026-34950 and others). Attackers reach this with white space, prefixes, other encodings and JWK text. Therefore
// bytes that contain key material anywhere, in any common encoding, are not a secret.

/** Texts of key files. Each quantifier has a limit or a fixed start, so that the search takes linear time. */
const KEY_TEXT = new RegExp(
  [
    '----[- ](?:BEGIN|END) [A-Z0-9]',
    '-----(?:BEGIN|END)[A-Z0-9]{0,40}(?:KEY|KEYBLOCK|CERTIFICATE)-',
    '(?:ssh-(?:rsa|dss|ed25519|ed448)|ecdsa-sha2-\\w{1,40}|sk-\\S{1,40}@openssh\\.com)\\s{1,99}AAAA',
    'AAAA(?:B3NzaC1|C3NzaC1lZDI1NTE5|E2VjZHNhLXNoYTIt)',
    '[\\\\"\']kty[\\\\"\']{1,9}\\s{0,99}:',
    'PuTTY-User-Key-File-',
    '<(?:RSAKeyValue|Modulus|X509Certificate)>',
  ].join('|'),
  'i',
);

/**
 * Bytes that every DER key or certificate has: the identifier of its algorithm, or the start of PKCS#1 and SEC1. Each
 * alternative fixes at least 38 bits, so random secrets do not match.
 */
const KEY_BYTES = new RegExp(
  [
    // RSA, PKCS#5 to PKCS#12; DSA and EC
    '\\x06[\\x07-\\x0b]\\x2a\\x86\\x48(?:\\x86\\xf7\\x0d\\x01|\\xce[\\x38\\x3d])',
    // X25519, X448, Ed25519, Ed448
    '\\x30\\x05\\x06\\x03\\x2b\\x65[\\x6e-\\x71]',
    // ML-DSA and SLH-DSA
    '\\x06\\x09\\x60\\x86\\x48\\x01\\x65\\x03\\x04\\x03',
    // PKCS#1
    '\\x30\\x82[^]{2}\\x02\\x82[^]{2}\\x00[\\x80-\\xff]',
    '\\x30\\x81[^]\\x02\\x81[\\x80-\\x82]\\x00[\\x80-\\xff]',
    '\\x30\\x82[^]{2}\\x02\\x01\\x00\\x02\\x82',
    '\\x30\\x82[^]{2}\\x02\\x01\\x00\\x02\\x81',
    // SEC1
    '\\x02\\x01\\x01\\x04[\\x20\\x30\\x42][^]{32,66}\\xa0[\\x05-\\x0a]\\x06',
    // OpenSSH
    'openssh-key-v1\\x00',
    '\\x00\\x00\\x00[^](?:ssh-(?:rsa|dss|ed)|ecdsa-sha2-|sk-ssh|sk-ecdsa)',
  ].join('|'),
);

/** PFX (RFC 7292 section 4) starts with version 3 and a sequence. */
const PKCS12_START = '\u0002\u0001\u0003\u0030';
const PKCS12_HEAD = 10;

const WHOLE_BASE64 = /^[A-Za-z0-9+/_=\s-]+$/;

const REASONS = {
  pkcs12:
    'The bytes are PKCS#12 (.p12, .pfx). Extract the key: `openssl pkcs12 -in FILE -nodes -out key.pem`.',
  der: "The bytes are a DER key or certificate. Import them with importKey and format: 'der'.",
  base64: "The text is a key or certificate in Base64. Import it with importKey and format: 'base64'.",
  other:
    'The secret contains a key or certificate of another algorithm, such as RS256. As an HMAC secret, it would let everybody who has it sign.',
} as const;

/**
 * Searches bytes for PEM, OpenSSH, JWK or DER key material: as UTF-8 or UTF-16, in Base64, hexadecimal or decimal
 * numbers, behind escapes, prefixes and quotes.
 *
 * @returns the reason to reject the bytes as a secret
 */
export function findKeyMaterial(bytes: Uint8Array): string | undefined {
  const text = latin1(bytes);
  if (isKeyStructure(bytes))
    return text.slice(0, PKCS12_HEAD).includes(PKCS12_START) ? REASONS.pkcs12 : REASONS.der;
  const isKey = containsKey(text, MAX_ENCODINGS) || KEY_BYTES.test(decodedTwice(bytes));
  if (!isKey) return undefined;
  return WHOLE_BASE64.test(text) ? REASONS.base64 : REASONS.other;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Bytes that were read as Latin-1 text and then written as UTF-8. */
function decodedTwice(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return '';
  }
}

/** Base64 of Base64 is still recognised. */
const MAX_ENCODINGS = 2;

function containsKey(text: string, encodings: number): boolean {
  if (KEY_BYTES.test(text)) return true;
  return variants(text).some(
    (variant) =>
      KEY_TEXT.test(variant) ||
      (encodings > 0 && decoded(variant).some((inner) => containsKey(inner, encodings - 1))),
  );
}

/** The text as it is, and without escapes and white space if it has any. */
function variants(text: string): readonly string[] {
  const plain = text.replaceAll('\0', '');
  const unescaped = plain
    .replaceAll(/%([0-9a-f]{2})/gi, fromCode)
    .replaceAll(/\\u00([0-9a-f]{2})/gi, fromCode)
    .replaceAll(/\\{1,4}[rnt]/g, '\n')
    .replaceAll('\\', '');
  const compact = unescaped.replaceAll(/[\s"'\u00EF\u00BB\u00BF\u00A0]+/g, '');
  return [...new Set([plain, unescaped, compact])];
}

function fromCode(_match: string, hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}

/** Bytes of the shortest key that is worth decoding: an Ed25519 public key has 44. */
const MIN_BYTES = 12;

/** All texts, as Latin-1, that the encoded parts of a text stand for. */
function decoded(text: string): readonly string[] {
  return [...fromBase64Runs(text), ...fromHexRuns(text), ...fromDecimals(text)];
}

const BASE64_RUN = /[A-Za-z0-9+/_-]{16,}/g;
const BASE64_GROUP = 4;

/** A prefix such as a variable's name may shift the groups, so each of the four alignments is decoded. */
function fromBase64Runs(text: string): readonly string[] {
  return (text.match(BASE64_RUN) ?? []).flatMap((run) =>
    [0, 1, 2, 3].map((offset) => {
      // One character alone encodes no byte.
      const end = (run.length - offset) % BASE64_GROUP === 1 ? -1 : run.length;
      return atob(run.slice(offset, end).replaceAll('-', '+').replaceAll('_', '/'));
    }),
  );
}

const HEX_RUN = /[0-9a-f]{24,}/gi;

function fromHexRuns(text: string): readonly string[] {
  const runs = text.replaceAll(/0x|\\x|[\s:,;-]+/gi, '').match(HEX_RUN) ?? [];
  return runs.flatMap((run) => [fromHexDigits(run), fromHexDigits(run.slice(1))]);
}

function fromHexDigits(digits: string): string {
  return digits.replaceAll(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
}

/** Lists of numbers, such as a Buffer in JSON. */
function fromDecimals(text: string): readonly string[] {
  const numbers = text.match(/\d{1,3}(?=[,\s\]]|$)/g) ?? [];
  return numbers.length < MIN_BYTES
    ? []
    : [String.fromCharCode(...numbers.slice(0, MAX_DECIMALS).map(Number))];
}

const MAX_DECIMALS = 16 * 1024;

const CHUNK = 8192;

/** Each byte as the character of its value. A TextDecoder for Latin-1 would read bytes from 0x80 as Windows-1252. */
function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return text;
}
