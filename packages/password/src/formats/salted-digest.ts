import { fromHex, hmac, utf8 } from '@countersign/core';
import type { StoredHash } from './derivation.ts';
import { digestOf, weakDigest } from './digest.ts';
import type { Format } from './format.ts';

// Django's old hashers and Werkzeug before 2.3: name, salt as text, hexadecimal digest.
// md5$seasalt$3f86d0d3d465b7b458c231bf3555c0e3
// sha256$seasalt$3c1a6aeb2097e6d82535a3452a8b4a17ce56173a89bde96cc5f0371aebc39614
const ENCODED = /^(md5|sha1|sha256|sha512)\$([^$]*)\$([0-9a-f]+)$/;

const SIZES = { md5: 16, sha1: 20, sha256: 32, sha512: 64 } as const;

/** `md5$` and `sha1$`, which Django computes of salt and password, and Werkzeug as HMAC keyed by the salt. Weak. */
export const djangoWeak: Format = (encoded) => {
  const fields = read(encoded);
  return fields && (fields.name === 'md5' || fields.name === 'sha1') ? both(fields) : undefined;
};

/** Werkzeug's HMAC keyed by the salt. `md5$` and `sha1$` may also be Django's. Weak. */
export const werkzeugWeak: Format = (encoded) => {
  const fields = read(encoded);
  if (!fields) return undefined;
  if (fields.name === 'md5' || fields.name === 'sha1') return both(fields);
  return fields.salt === '' ? undefined : keyed(fields);
};

interface Fields {
  readonly name: keyof typeof SIZES;
  readonly salt: string;
  readonly expected: Uint8Array;
}

function read(encoded: string): Fields | undefined {
  const [, name, salt = '', digest = ''] = ENCODED.exec(encoded) ?? [];
  if (name !== 'md5' && name !== 'sha1' && name !== 'sha256' && name !== 'sha512') return undefined;
  if (digest.length !== SIZES[name] * 2) return undefined;
  return { name, salt, expected: fromHex(digest) };
}

function both(fields: Fields): StoredHash {
  const { name, salt, expected } = fields;
  const plain = weakDigest(`django-${name}`, expected, (password) => digestOf(name, utf8(salt), password));
  // An empty salt is possible in Django. HMAC has no empty key.
  return salt === '' ? plain : { ...plain, alternatives: [keyed(fields)] };
}

function keyed({ name, salt, expected }: Fields): StoredHash {
  return weakDigest(`werkzeug-hmac-${name}`, expected, (password) => hmac(name, utf8(salt), password));
}
