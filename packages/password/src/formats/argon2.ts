import { fromUtf8, toHex, utf8 } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import type { Argon2Derivation, StoredHash } from '../hashing/derivation.ts';
import { checkDigest, decimal, fromPhcBase64, namedParameters, toPhcBase64 } from '../hashing/phc.ts';
import type { Format } from './format.ts';

const ENCODED = /^\$(argon2(?:id|i|d))(?:\$v=(\d+))?\$([a-z0-9=,+/]+)\$([A-Za-z0-9+/]*)\$([A-Za-z0-9+/]+)$/i;

/** Argon2 in the PHC string format. Other software wrote the parameters in other orders; they are read in any, and written in the one that the format prescribes. */
export const argon2: Format = readArgon2;

/** Reads an Argon2 PHC string. */
export function readArgon2(encoded: string): StoredHash | undefined {
  if (!encoded.startsWith('$argon2')) return undefined;
  const [, variant, version, parameterText = '', saltText = '', digestText = ''] =
    ENCODED.exec(encoded) ?? [];
  if (variant !== 'argon2id' && variant !== 'argon2i' && variant !== 'argon2d')
    throw new MalformedHashError('it is not an Argon2 PHC string');
  const named = namedParameters(parameterText, ['m', 't', 'p', 'keyid', 'data']);
  const [memory, passes, parallelism] = [
    decimal(named.get('m'), 'm'),
    decimal(named.get('t'), 't'),
    decimal(named.get('p'), 'p'),
  ];
  if (passes < 1 || parallelism < 1 || memory < 8 * parallelism)
    throw new MalformedHashError('its parameters are below what Argon2 allows (RFC 9106 section 3.1)');
  const salt = fromPhcBase64(saltText, 'its salt');
  if (salt.length < 8) throw new MalformedHashError('its salt has fewer than 8 bytes (RFC 9106 section 3.1)');
  const expected = checkDigest(fromPhcBase64(digestText, 'its digest'));
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
    isCanonical: writeArgon2(derivation, expected, pepperId) === encoded,
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
  // An id is plain text here; one of another kind was made elsewhere, and no pepper has it.
  return bytes.every((byte) => byte >= 0x20 && byte < 0x7f) ? fromUtf8(bytes) : toHex(bytes);
}

/** Writes an Argon2 PHC string. */
export function writeArgon2(derivation: Argon2Derivation, digest: Uint8Array, pepperId?: string): string {
  const { variant, version, memory, passes, parallelism, salt } = derivation;
  const keyId = pepperId === undefined ? '' : `,keyid=${toPhcBase64(utf8(pepperId))}`;
  return `$${variant}$v=${version}$m=${memory},t=${passes},p=${parallelism}${keyId}$${toPhcBase64(salt)}$${toPhcBase64(digest)}`;
}
