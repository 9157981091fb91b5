import { fromUtf8, toHex, utf8 } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import type { Argon2Derivation, StoredHash } from './derivation.ts';
import type { Format } from './format.ts';
import { checkDigest, decimal, fromAnyBase64, fromPhcBase64, namedParameters, toPhcBase64 } from './phc.ts';

// Argon2's reference command, libsodium, PHP, argon2-cffi, npm argon2, this package (RFC 9106, PHC string format).
// $argon2id$v=19$m=19456,t=2,p=1$AQEBAQEBAQEBAQEBAQEBAQ$FGlXh8itGiEPkJl4VLoHXFF7l5JO1RPiRKoFjEigPqM
// npm argon2 0.45 writes m,p,t, older software pads its Base64. Both are read; m,t,p without padding is written.
const ENCODED =
  /^\$(argon2(?:id|i|d))(?:\$v=(\d+))?\$([a-z0-9=,+/]+)\$([A-Za-z0-9+/]*={0,2})\$([A-Za-z0-9+/]+={0,2})$/i;

/** Argon2 in the PHC string format, with its parameters in any order. */
export const argon2: Format = readArgon2;

/** Parses an Argon2 PHC string. */
export function readArgon2(encoded: string): StoredHash | undefined {
  if (!encoded.startsWith('$argon2')) return undefined;
  const [, variant, version, parameterText = '', saltText = '', digestText = ''] =
    ENCODED.exec(encoded) ?? [];
  if (variant !== 'argon2id' && variant !== 'argon2i' && variant !== 'argon2d')
    throw new MalformedHashError(
      'it is not an Argon2 PHC string, $argon2id$v=19$m=…,t=…,p=…$salt$hash; it may be truncated',
    );
  const named = namedParameters(parameterText, ['m', 't', 'p', 'keyid', 'data']);
  const memory = decimal(named.get('m'), 'm');
  const passes = decimal(named.get('t'), 't');
  const parallelism = decimal(named.get('p'), 'p');
  if (passes < 1 || parallelism < 1 || memory < 8 * parallelism)
    throw new MalformedHashError('its parameters are below the minimum of RFC 9106 section 3.1');
  const salt = fromAnyBase64(saltText, 'its salt');
  if (salt.length < 8) throw new MalformedHashError('its salt has fewer than 8 bytes (RFC 9106 section 3.1)');
  const expected = checkDigest(fromAnyBase64(digestText, 'its hash'));
  const pepperId = readPepperId(named.get('keyid'));
  const data = named.get('data');
  const derivation: Argon2Derivation = {
    kind: 'argon2',
    variant,
    version: readVersion(version),
    memory,
    passes,
    parallelism,
    salt,
    length: expected.length,
    ...(data !== undefined && { associatedData: fromPhcBase64(data, 'its associated data') }),
  };
  return {
    scheme: variant,
    parameters: { version: derivation.version, memory, passes, parallelism },
    derivation,
    expected,
    ...(derivation.version === 0x10 && { isOldVersion: true }),
    ...(pepperId !== undefined && { pepperId }),
  };
}

function readVersion(text: string | undefined): 0x10 | 0x13 {
  if (text === undefined || text === '16') return 0x10;
  if (text === '19') return 0x13;
  throw new MalformedHashError('its version is neither 16 nor 19');
}

function readPepperId(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const bytes = fromPhcBase64(text, 'its keyid');
  // No configured id contains a colon, so an id that is not text never names another pepper.
  return bytes.every((byte) => byte >= 0x20 && byte < 0x7f) ? fromUtf8(bytes) : `hex:${toHex(bytes)}`;
}

/** Writes an Argon2 PHC string. */
export function writeArgon2(derivation: Argon2Derivation, digest: Uint8Array, pepperId?: string): string {
  const { variant, version, memory, passes, parallelism, salt } = derivation;
  const keyId = pepperId === undefined ? '' : `,keyid=${toPhcBase64(utf8(pepperId))}`;
  return `$${variant}$v=${version}$m=${memory},t=${passes},p=${parallelism}${keyId}$${toPhcBase64(salt)}$${toPhcBase64(digest)}`;
}
