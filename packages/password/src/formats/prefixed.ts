import { readArgon2 } from './argon2.ts';
import { bcrypt } from './bcrypt.ts';
import type { Format } from './format.ts';
import { shaCrypt } from './sha-crypt.ts';

/** A known hash after a prefix of the software that stored it. */
interface Prefix {
  readonly software: string;
  readonly pattern: RegExp;
  readonly formats: readonly Format[];
}

const PREFIXES: readonly Prefix[] = [
  // OpenLDAP and libc: {CRYPT}$6$rounds=1000$seasalt$… or {CRYPT}$2y$…
  { software: 'ldap', pattern: /^\{CRYPT\}/i, formats: [bcrypt, shaCrypt] },
  // OpenLDAP and Dovecot: {ARGON2}$argon2id$…, {ARGON2ID}$argon2id$…
  { software: 'ldap', pattern: /^\{ARGON2(?:I|ID)?\}(?=\$argon2)/, formats: [readArgon2] },
  // Dovecot: {BLF-CRYPT}$2y$05$…, {SHA512-CRYPT}$6$…
  { software: 'dovecot', pattern: /^\{BLF-CRYPT\}/i, formats: [bcrypt] },
  { software: 'dovecot', pattern: /^\{SHA(?:256|512)-CRYPT\}/i, formats: [shaCrypt] },
  // Nextcloud and ownCloud: 1|$2y$10$…, 2|$argon2i$…, 3|$argon2id$…
  { software: 'nextcloud', pattern: /^1\|/, formats: [bcrypt] },
  { software: 'nextcloud', pattern: /^[23]\|/, formats: [readArgon2] },
];

/** Known hashes after a prefix. */
export const prefixed: Format = (encoded) => {
  for (const { software, pattern, formats } of PREFIXES) {
    const [prefix] = pattern.exec(encoded) ?? [];
    if (prefix === undefined) continue;
    for (const read of formats) {
      const stored = read(encoded.slice(prefix.length));
      if (stored) return { ...stored, scheme: `${software}-${stored.scheme}`, normalizer: 'none' };
    }
  }
  return undefined;
};
