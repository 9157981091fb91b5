import { fromHex, hash, InvalidArgumentError, type Message, toHex, utf8 } from '@countersign/core';
import { checkOptions, messageBytes } from '@countersign/core/internal';
import { MalformedHashError } from '../errors.ts';
import { readArgon2 } from './argon2.ts';
import { joined } from './bytes.ts';
import type { Format } from './format.ts';

/** The digests whose tables can be wrapped. */
export type WrappedDigest = 'md5' | 'sha1' | 'sha256' | 'sha512';

const ENCODED =
  /^\$wrapped\$(md5|sha1|sha256|sha512)(?:\$(salt-before|salt-after)=([0-9a-f]{0,256}))?(\$argon2id\$.+)$/;

/** How an old digest was made. */
export interface DigestRecipe {
  readonly digest: WrappedDigest;
  /** Default: none. */
  readonly salt?: DigestSalt;
}

/** A salt that stood before or after the password, as bytes or as the text that it was. */
export interface DigestSalt {
  readonly place: 'before' | 'after';
  readonly bytes: Message;
}

const RECIPE: ReadonlySet<string> = new Set(['digest', 'salt'] satisfies readonly (keyof DigestRecipe)[]);
const SALT: ReadonlySet<string> = new Set(['place', 'bytes'] satisfies readonly (keyof DigestSalt)[]);

/**
 * An Argon2id hash of an old, fast digest: `$wrapped$sha1$salt-before=…$argon2id$…`. A whole table of fast digests is made
 * safe at once this way, without knowing a password; at the next login the password itself is hashed.
 */
export const wrapped: Format = (encoded) => {
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
};

const HEX_DIGITS: Readonly<Record<WrappedDigest, number>> = { md5: 32, sha1: 40, sha256: 64, sha512: 128 };
const MAX_SALT_BYTES = 128;

/** Checks an old digest and how it was made. */
export function checkRecipe(digest: string, recipe: DigestRecipe): void {
  checkOptions(recipe, RECIPE, 'recipe');
  if (!isDigest(recipe.digest))
    throw new InvalidArgumentError('recipe', `recipe.digest must be ${Object.keys(HEX_DIGITS).join(', ')}.`);
  const digits = HEX_DIGITS[recipe.digest];
  if (typeof digest !== 'string' || digest.length !== digits || !/^[0-9a-f]+$/.test(digest))
    throw new InvalidArgumentError('digest', `digest must be ${digits} lower-case hexadecimal digits.`);
  if (recipe.salt === undefined) return;
  checkOptions(recipe.salt, SALT, 'recipe.salt');
  const { place, bytes } = recipe.salt;
  if ((place !== 'before' && place !== 'after') || messageBytes(bytes, 'recipe.salt').length > MAX_SALT_BYTES)
    throw new InvalidArgumentError(
      'recipe',
      `recipe.salt must have a place, "before" or "after", and at most ${MAX_SALT_BYTES} bytes.`,
    );
}

function isDigest(name: string | undefined): name is WrappedDigest {
  return name !== undefined && Object.hasOwn(HEX_DIGITS, name);
}

/** The old digest of a password, in hexadecimal, as the table had it. */
function oldDigest(password: string, { digest, salt }: DigestRecipe): string {
  const bytes = utf8(password);
  const saltBytes = messageBytes(salt?.bytes ?? '', 'salt');
  const message = salt?.place === 'after' ? joined(bytes, saltBytes) : joined(saltBytes, bytes);
  return hash(digest, message, { encoding: 'hex' });
}

/** Puts the recipe before the Argon2id hash of the digest. */
export function writeWrapped({ digest, salt }: DigestRecipe, argon2id: string): string {
  const place = salt ? `$salt-${salt.place}=${toHex(messageBytes(salt.bytes, 'salt'))}` : '';
  return `$wrapped$${digest}${place}${argon2id}`;
}
