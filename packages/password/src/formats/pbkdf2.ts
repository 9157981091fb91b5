import type { HashAlgorithm } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import type { Pbkdf2Derivation, StoredHash } from './derivation.ts';
import type { Format } from './format.ts';
import { checkDigest, decimal, fromAb64, fromAnyBase64, namedParameters, toPhcBase64 } from './phc.ts';

const DIGESTS: ReadonlyMap<string, HashAlgorithm> = new Map([
  ['pbkdf2', 'sha1'],
  ['pbkdf2-sha1', 'sha1'],
  ['pbkdf2-sha256', 'sha256'],
  ['pbkdf2-sha512', 'sha512'],
]);

// passlib and this package, and passlib's LDAP form: Base64 with `.` instead of `+`.
// $pbkdf2-sha256$1212$4vjV83LKPjQzk31VI4E0Vw$hsYF68OiOUPdDZ1Fg.fJPeq1h/gXXY7acBp9/6c.tmQ
// {PBKDF2-SHA256}1212$4vjV83LKPjQzk31VI4E0Vw$hsYF68OiOUPdDZ1Fg.fJPeq1h/gXXY7acBp9/6c.tmQ
const MCF = /^\$(pbkdf2(?:-sha(?:1|256|512))?)\$([^$]*)\$([A-Za-z0-9./]*)\$([A-Za-z0-9./]+)$/;
const LDAP = /^\{(PBKDF2(?:-SHA(?:1|256|512))?)\}([^$]*)\$([A-Za-z0-9./]*)\$([A-Za-z0-9./]+)$/;

// RustCrypto, Discourse and @phc/pbkdf2, the last without l.
// $pbkdf2-sha256$i=600000,l=32$c2FsdHNhbHRzYWx0c2FsdA$BBs+1+PaslLtBPULUr8/lQicvVuHiEPMz0i8MjLCbzM
const PHC =
  /^\$(pbkdf2(?:-sha(?:1|256|512))?)\$([a-z0-9=,]*=[a-z0-9=,]*)\$([A-Za-z0-9+/]*={0,2})\$([A-Za-z0-9+/]+={0,2})$/;

/** PBKDF2 in passlib's forms and in the PHC string format. */
export const pbkdf2: Format = (encoded) => {
  if (!/^(\$pbkdf2|\{PBKDF2(-SHA(1|256|512))?\}\d)/.test(encoded)) return undefined;
  const phc = PHC.exec(encoded);
  if (phc) return readPhc(phc);
  const [, name, rounds, salt = '', digest = ''] = MCF.exec(encoded) ?? LDAP.exec(encoded) ?? [];
  const algorithm = DIGESTS.get(name?.toLowerCase() ?? '');
  if (!algorithm) throw new MalformedHashError('it is not a PBKDF2 string, $pbkdf2-sha256$rounds$salt$hash');
  return pbkdf2Hash(
    `pbkdf2-${algorithm}`,
    algorithm,
    decimal(rounds, 'its number of rounds'),
    fromAb64(salt, 'its salt'),
    fromAb64(digest, 'its hash'),
  );
};

function readPhc([, name = '', parameters = '', salt = '', digest = '']: RegExpExecArray): StoredHash {
  const named = namedParameters(parameters, ['i', 'l']);
  const algorithm = DIGESTS.get(name) ?? 'sha256';
  const expected = fromAnyBase64(digest, 'its hash');
  const length = named.get('l');
  if (length !== undefined && decimal(length, 'l') !== expected.length)
    throw new MalformedHashError(`its hash has ${expected.length} bytes, but l is ${length}`);
  return pbkdf2Hash(
    `pbkdf2-${algorithm}`,
    algorithm,
    decimal(named.get('i'), 'i'),
    fromAnyBase64(salt, 'its salt'),
    expected,
  );
}

/** A stored PBKDF2 hash of any software. */
export function pbkdf2Hash(
  scheme: string,
  digest: HashAlgorithm,
  iterations: number,
  salt: Uint8Array,
  expectedBytes: Uint8Array,
): StoredHash & { readonly derivation: Pbkdf2Derivation } {
  if (iterations < 1) throw new MalformedHashError('its number of rounds is 0');
  const expected = checkDigest(new Uint8Array(expectedBytes));
  return {
    scheme,
    parameters: { digest, iterations },
    derivation: { kind: 'pbkdf2', digest, iterations, salt, length: expected.length },
    expected,
  };
}

/** Writes a PBKDF2 string as passlib does. */
export function writePbkdf2({ digest, iterations, salt }: Pbkdf2Derivation, derived: Uint8Array): string {
  const ab64 = (bytes: Uint8Array): string => toPhcBase64(bytes).replaceAll('+', '.');
  return `$pbkdf2-${digest}$${iterations}$${ab64(salt)}$${ab64(derived)}`;
}
