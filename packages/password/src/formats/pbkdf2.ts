import type { HashAlgorithm } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import type { Pbkdf2Derivation, StoredHash } from '../hashing/derivation.ts';
import { checkDigest, decimal, fromAb64, toPhcBase64 } from '../hashing/phc.ts';
import type { Format } from './format.ts';

const DIGESTS: ReadonlyMap<string, HashAlgorithm> = new Map([
  ['pbkdf2', 'sha1'],
  ['pbkdf2-sha1', 'sha1'],
  ['pbkdf2-sha256', 'sha256'],
  ['pbkdf2-sha512', 'sha512'],
]);

const MCF = /^\$(pbkdf2(?:-sha(?:1|256|512))?)\$([^$]*)\$([A-Za-z0-9./]*)\$([A-Za-z0-9./]+)$/;
const LDAP = /^\{(PBKDF2(?:-SHA(?:1|256|512))?)\}([^$]*)\$([A-Za-z0-9./]*)\$([A-Za-z0-9./]+)$/;

/** PBKDF2 as passlib writes it: `$pbkdf2-sha256$rounds$salt$digest`, and its LDAP form `{PBKDF2-SHA256}rounds$…`. */
export const pbkdf2: Format = (encoded) => {
  if (!/^(\$pbkdf2|\{PBKDF2(-SHA(1|256|512))?\}\d)/.test(encoded)) return undefined;
  const [, name, rounds, salt = '', digest = ''] = MCF.exec(encoded) ?? LDAP.exec(encoded) ?? [];
  const algorithm = DIGESTS.get(name?.toLowerCase() ?? '');
  if (!algorithm) throw new MalformedHashError('it is not a PBKDF2 string');
  const stored = pbkdf2Hash(
    `pbkdf2-${algorithm}`,
    algorithm,
    decimal(rounds, 'its number of rounds'),
    fromAb64(salt, 'its salt'),
    fromAb64(digest, 'its digest'),
  );
  return { ...stored, isCanonical: writePbkdf2(stored.derivation, stored.expected) === encoded };
};

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
    isCanonical: false,
  };
}

/** Writes a PBKDF2 string as passlib does. */
export function writePbkdf2({ digest, iterations, salt }: Pbkdf2Derivation, derived: Uint8Array): string {
  const ab64 = (bytes: Uint8Array): string => toPhcBase64(bytes).replaceAll('+', '.');
  return `$pbkdf2-${digest}$${iterations}$${ab64(salt)}$${ab64(derived)}`;
}
