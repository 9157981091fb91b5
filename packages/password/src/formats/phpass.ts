import { hash, toHex, utf8 } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import { CRYPT_ALPHABET, fromCryptBase64, toCryptBase64 } from './crypt-base64.ts';
import type { StoredHash } from './derivation.ts';
import { digestOf, joined } from './digest.ts';
import type { Format } from './format.ts';
import { inRounds } from './rounds.ts';
import { wordpressTexts } from './wordpress-texts.ts';

// WordPress before 6.8, phpBB ($H$), bbPress: phpass with MD5.
// $P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0
const ENCODED = /^(\$[PH]\$)([./0-9A-Za-z])([./0-9A-Za-z]{8})([./0-9A-Za-z]*)$/;

// Drupal 7: phpass with SHA-512, cut to 55 characters. U$ marks a hash that was made from an MD5.
// $S$DAU0XAoFd4X6kSEu2E7eiG4Eq9XKs9DbsVAc0D0W3Yb1dP0sW2gB
const DRUPAL = /^\$S\$([./0-9A-Za-z])([./0-9A-Za-z]{8})([./0-9A-Za-z]*)$/;
const DRUPAL_DIGEST_LENGTH = 43;

/** phpass with MD5. */
export const phpass: Format = (encoded) => {
  if (!/^\$[PH]\$/.test(encoded)) return undefined;
  const [, , count = '', salt = '', digest] = ENCODED.exec(encoded) ?? [];
  if (digest === undefined)
    throw new MalformedHashError(
      `it is not a phpass string of 34 characters, $P$9…; it has ${encoded.length}`,
    );
  const iterations = readIterations(count);
  return {
    scheme: 'phpass',
    parameters: { iterations },
    derivation: {
      kind: 'digest',
      iterations,
      compute: (password) => stretched('md5', iterations, salt, password),
    },
    expected: fromCryptBase64(digest, 16, 'its hash'),
    variants: wordpressTexts,
    normalizer: 'none',
  };
};

/** Drupal 7. */
export const drupal: Format = (encoded) => {
  if (!encoded.startsWith('$S$')) return undefined;
  const [, count = '', salt = '', digest] = DRUPAL.exec(encoded) ?? [];
  if (digest?.length !== DRUPAL_DIGEST_LENGTH)
    throw new MalformedHashError(
      `it is not a Drupal 7 string of 55 characters, $S$D…; it has ${encoded.length}`,
    );
  const iterations = readIterations(count);
  return {
    scheme: 'drupal-sha512',
    parameters: { iterations },
    derivation: {
      kind: 'digest',
      iterations,
      compute: async (password) => {
        const text = toCryptBase64(await stretched('sha512', iterations, salt, password));
        return utf8(text.slice(0, DRUPAL_DIGEST_LENGTH));
      },
    },
    expected: utf8(digest),
    normalizer: 'none',
  };
};

/** Drupal 7's hashes of old MD5 digests: `U$S$…` and `U$P$…`. Weak. */
export const drupalWeak: Format = (encoded) => {
  if (!/^U\$[SPH]\$/.test(encoded)) return undefined;
  const stored: StoredHash | undefined = drupal(encoded.slice(1)) ?? phpass(encoded.slice(1));
  if (!stored) return undefined;
  const { variants: _, ...inner } = stored;
  return {
    ...inner,
    scheme: `drupal-md5-${stored.scheme.replace('drupal-', '')}`,
    input: (password) => utf8(toHex(hash('md5', utf8(password)))),
    isWeak: true,
  };
};

function readIterations(count: string): number {
  const log = CRYPT_ALPHABET.indexOf(count);
  if (log >= 7 && log <= 30) return 2 ** log;
  throw new MalformedHashError('its number of rounds is not between 2^7 and 2^30');
}

async function stretched(
  algorithm: 'md5' | 'sha512',
  iterations: number,
  salt: string,
  password: Uint8Array,
): Promise<Uint8Array> {
  let state = digestOf(algorithm, utf8(salt), password);
  await inRounds(iterations, () => {
    state = hash(algorithm, joined(state, password));
  });
  return state;
}
