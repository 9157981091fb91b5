import { bareWeak } from './bare.ts';
import type { StoredHash } from './derivation.ts';
import type { Format } from './format.ts';
import { ldapWeak, sshaWeak } from './ldap.ts';
import { drupalWeak } from './phpass.ts';
import { djangoWeak, werkzeugWeak } from './salted-digest.ts';
import { springWeak } from './spring.ts';

/** Fast digests, by the name that accepts them. */
const FORMATS: Readonly<Record<WeakFormat, Format>> = {
  'django-digests': djangoWeak,
  'werkzeug-digests': werkzeugWeak,
  'spring-sha256': springWeak,
  'ldap-ssha': sshaWeak,
  'ldap-digests': ldapWeak,
  'drupal-md5': drupalWeak,
  'bare-digests': bareWeak,
};

/**
 * Stored hashes that are fast to attack: Django's and Werkzeug's `md5$`, `sha1$` and other digests, Spring's `{sha256}`,
 * digests of LDAP, Drupal's hashes of old MD5 digests, and bare MD5, SHA-1, SHA-256 and SHA-512.
 */
export type WeakFormat =
  | 'django-digests'
  | 'werkzeug-digests'
  | 'spring-sha256'
  | 'ldap-ssha'
  | 'ldap-digests'
  | 'drupal-md5'
  | 'bare-digests';

/** Every name of a weak format. */
export const WEAK_FORMATS: readonly WeakFormat[] = [
  'django-digests',
  'werkzeug-digests',
  'spring-sha256',
  'ldap-ssha',
  'ldap-digests',
  'drupal-md5',
  'bare-digests',
];

/** Parses a weak hash of the accepted formats. */
export function readWeak(encoded: string, accepted: readonly WeakFormat[]): StoredHash | undefined {
  for (const name of accepted) {
    const stored = FORMATS[name](encoded);
    if (stored) return stored;
  }
  return undefined;
}

/** Recognises a weak hash, and gives the name that accepts it. */
export function findWeak(
  encoded: string,
): { readonly name: WeakFormat; readonly description: string } | undefined {
  for (const name of WEAK_FORMATS) {
    const stored = readWeak(encoded, [name]);
    // Nothing tells these apart: NT and LM hashes are 32 hexadecimal digits, too.
    if (stored?.scheme === 'bare-md5') return { name, description: 'MD5, or an NT or LM hash' };
    if (stored) return { name, description: stored.scheme };
  }
  return undefined;
}
