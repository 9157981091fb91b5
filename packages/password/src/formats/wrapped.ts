import { fromHex, type HashAlgorithm, hash, toHex, utf8 } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import { readArgon2 } from './argon2.ts';
import type { Format } from './format.ts';

/** The digests whose tables can be wrapped. */
export type WrappedDigest = 'md5' | 'sha1' | 'sha256' | 'sha512';

const ENCODED =
  /^\$wrapped\$(md5|sha1|sha256|sha512)(?:\$(salt-before|salt-after)=([0-9a-f]{0,256}))?(\$argon2id\$.+)$/;

/** How an old digest was made. */
export interface DigestRecipe {
  readonly digest: WrappedDigest;
  /** The salt that stood before or after the password. */
  readonly salt?: { readonly place: 'before' | 'after'; readonly bytes: Uint8Array };
}

/**
 * An Argon2id hash of an old, fast digest: `$wrapped$sha1$salt-before=…$argon2id$…`. A whole table of fast digests is made
 * safe at once this way, without knowing a password; at the next login the password itself is hashed.
 */
export const wrapped: Format = {
  name: 'wrapped',
  read(encoded) {
    if (!encoded.startsWith('$wrapped$')) return undefined;
    const [, digest, place, saltHex = '', inner = ''] = ENCODED.exec(encoded) ?? [];
    const stored = readArgon2(inner);
    if (!stored || !isDigest(digest) || saltHex.length % 2 === 1)
      throw new MalformedHashError('it is not a wrapped digest');
    const salt = fromHex(saltHex);
    const recipe: DigestRecipe = {
      digest,
      ...(place !== undefined && {
        salt: { place: place === 'salt-before' ? 'before' : 'after', bytes: salt },
      }),
    };
    return {
      ...stored,
      scheme: `wrapped-${digest}`,
      input: (password) => utf8(oldDigest(password, recipe)),
      normalizer: 'none',
      isCanonical: false,
    };
  },
};

function isDigest(name: string | undefined): name is WrappedDigest {
  return name === 'md5' || name === 'sha1' || name === 'sha256' || name === 'sha512';
}

/** The old digest of a password, in hexadecimal, as the table had it. */
function oldDigest(password: string, { digest, salt }: DigestRecipe): string {
  const bytes = utf8(password);
  const before = salt?.place === 'before' ? salt.bytes : [];
  const after = salt?.place === 'after' ? salt.bytes : [];
  const algorithm: HashAlgorithm = digest;
  return hash(algorithm, Uint8Array.from([...before, ...bytes, ...after]), { encoding: 'hex' });
}

/** Puts the recipe before the Argon2id hash of the digest. */
export function writeWrapped({ digest, salt }: DigestRecipe, argon2id: string): string {
  const place = salt ? `$salt-${salt.place}=${toHex(salt.bytes)}` : '';
  return `$wrapped$${digest}${place}${argon2id}`;
}
