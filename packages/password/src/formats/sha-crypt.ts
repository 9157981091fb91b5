import { type Bytes, createHash, hash, utf8 } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import { fromCryptBase64 } from './crypt-base64.ts';
import { digestOf, joined } from './digest.ts';
import type { Format } from './format.ts';
import { decimal } from './phc.ts';
import { inRounds } from './rounds.ts';

// Ulrich Drepper, "Unix crypt using SHA-256 and SHA-512". Core computes the digests. We found no maintained package that
// combines them correctly: `unixcrypt` 3.0.4 fails for passwords of 32 or 64 bytes and blocks the event loop.

interface Scheme {
  readonly name: string;
  readonly algorithm: 'sha256' | 'sha512';
  /** Bytes of the digest. */
  readonly size: number;
  /** Rotation of each group of three bytes, relative to the previous group. */
  readonly rotation: number;
}

// glibc, musl and libxcrypt: /etc/shadow of Linux.
// $5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5
// $6$rounds=1400$anotherlongsalts$941XtGnUU5n3aSkx7Fj/mOQ.09ppGWKfOV0Tf6dWH279q.CZiecbSufTeVVgaHEaqGvWlmRUY0es0EnBvXe9Y/
const SCHEMES: ReadonlyMap<string, Scheme> = new Map([
  ['5', { name: 'sha256-crypt', algorithm: 'sha256', size: 32, rotation: 1 }],
  ['6', { name: 'sha512-crypt', algorithm: 'sha512', size: 64, rotation: 2 }],
]);

const DEFAULT_ROUNDS = 5000;
const MIN_ROUNDS = 1000;
const ENCODED = /^\$([56])\$(?:rounds=(\d+)\$)?([\x21-\x23\x25-\x39\x3b-\x7e]{0,16})\$([./0-9A-Za-z]+)$/;

/** sha256-crypt and sha512-crypt. */
export const shaCrypt: Format = (encoded) => {
  if (!/^\$[56]\$/.test(encoded)) return undefined;
  const [, id = '', roundsText, salt = '', digest = ''] = ENCODED.exec(encoded) ?? [];
  const scheme = SCHEMES.get(id);
  if (!scheme)
    throw new MalformedHashError('it is not a sha-crypt string, $6$salt$hash; it may be truncated');
  const rounds = roundsText === undefined ? DEFAULT_ROUNDS : decimal(roundsText, 'its number of rounds');
  if (rounds < MIN_ROUNDS) throw new MalformedHashError(`it has fewer than ${MIN_ROUNDS} rounds`);
  return {
    scheme: scheme.name,
    parameters: { rounds },
    derivation: {
      kind: 'digest',
      iterations: rounds,
      compute: async (password) => inTextOrder(await derive(scheme, password, utf8(salt), rounds), scheme),
    },
    expected: fromCryptBase64(digest, scheme.size, 'its hash'),
    normalizer: 'none',
  };
};

async function derive(
  { algorithm }: Scheme,
  password: Bytes,
  salt: Bytes,
  rounds: number,
): Promise<Uint8Array> {
  const mixed = digestOf(algorithm, password, salt, password);
  const first = createHash(algorithm)
    .update(password)
    .update(salt)
    .update(repeatedTo(mixed, password.length));
  for (let bits = password.length; bits > 0; bits >>>= 1) first.update(bits & 1 ? mixed : password);
  let state: Uint8Array = first.digest();
  const passwordBytes = repeatedTo(digestOfRepeated(algorithm, password, password.length), password.length);
  const saltBytes = repeatedTo(digestOfRepeated(algorithm, salt, 16 + (state[0] ?? 0)), salt.length);
  await inRounds(rounds, (round) => {
    const [start, end] = round % 2 === 1 ? [passwordBytes, state] : [state, passwordBytes];
    const parts = [start];
    if (round % 3 !== 0) parts.push(saltBytes);
    if (round % 7 !== 0) parts.push(passwordBytes);
    state = hash(algorithm, joined(...parts, end));
  });
  return state;
}

/** The digest of a text that is repeated, without building the repeated text. */
function digestOfRepeated(algorithm: Scheme['algorithm'], bytes: Uint8Array, count: number): Bytes {
  const repeated = createHash(algorithm);
  for (let index = 0; index < count; index++) repeated.update(bytes);
  return repeated.digest();
}

/** Repeats bytes until they have this length. */
function repeatedTo(bytes: Uint8Array, length: number): Bytes {
  return Uint8Array.from({ length }, (_, index) => bytes[index % bytes.length] ?? 0);
}

/** The bytes of a digest in the order of its text: from each third in turn, with each group rotated further. */
function inTextOrder(digest: Uint8Array, { size, rotation }: Scheme): Uint8Array {
  const third = Math.floor(size / 3);
  return Uint8Array.from({ length: size }, (_, index) => {
    const group = Math.floor(index / 3);
    const place = group < third ? group + third * (2 - ((index + group * rotation) % 3)) : index;
    return digest[place] ?? 0;
  });
}
