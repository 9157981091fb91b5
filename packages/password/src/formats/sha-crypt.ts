import { type Bytes, createHash, hash, utf8 } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import { decimal } from '../hashing/phc.ts';
import { filled, joined } from './bytes.ts';
import { fromCryptBase64 } from './crypt-base64.ts';
import type { Format } from './format.ts';
import { inRounds } from './rounds.ts';

// Ulrich Drepper, "Unix crypt using SHA-256 and SHA-512". Core's digests do the work; no maintained package was found that
// puts them together rightly: `unixcrypt` 3.0.4 fails for passwords of 32 or 64 bytes, and stops the event loop.

interface Scheme {
  readonly name: string;
  readonly algorithm: 'sha256' | 'sha512';
  /** Bytes of the digest. */
  readonly size: number;
  /** How far the bytes of each group of three are turned against the group before. */
  readonly turn: number;
}

const SCHEMES: ReadonlyMap<string, Scheme> = new Map([
  ['5', { name: 'sha256-crypt', algorithm: 'sha256', size: 32, turn: 1 }],
  ['6', { name: 'sha512-crypt', algorithm: 'sha512', size: 64, turn: 2 }],
]);

const DEFAULT_ROUNDS = 5000;
const MIN_ROUNDS = 1000;
const ENCODED = /^\$([56])\$(?:rounds=(\d+)\$)?([\x21-\x23\x25-\x39\x3b-\x7e]{0,16})\$([./0-9A-Za-z]+)$/;

/** The crypt schemes of Linux: `$5$` with SHA-256 and `$6$` with SHA-512. */
export const shaCrypt: Format = (encoded) => {
  if (!/^\$[56]\$/.test(encoded)) return undefined;
  const [, id = '', roundsText, salt = '', digest = ''] = ENCODED.exec(encoded) ?? [];
  const scheme = SCHEMES.get(id);
  if (!scheme) throw new MalformedHashError('it is not a sha-crypt string');
  const rounds = roundsText === undefined ? DEFAULT_ROUNDS : decimal(roundsText, 'its number of rounds');
  if (rounds < MIN_ROUNDS) throw new MalformedHashError(`it has fewer than ${MIN_ROUNDS} rounds`);
  const expected = fromCryptBase64(digest, scheme.size, 'its digest');
  return {
    scheme: scheme.name,
    parameters: { rounds },
    derivation: {
      kind: 'digest',
      iterations: rounds,
      compute: async (password) => inOrder(await derive(scheme, password, utf8(salt), rounds), scheme),
    },
    expected,
    normalizer: 'none',
    isCanonical: false,
  };
};

async function derive(
  { algorithm }: Scheme,
  password: Bytes,
  salt: Bytes,
  rounds: number,
): Promise<Uint8Array> {
  const mixed = hash(algorithm, joined(password, salt, password));
  const first = createHash(algorithm).update(password).update(salt).update(filled(mixed, password.length));
  for (let bits = password.length; bits > 0; bits >>>= 1) first.update(bits & 1 ? mixed : password);
  let state: Uint8Array = first.digest();
  const passwordBytes = filled(hash(algorithm, filled(password, password.length ** 2)), password.length);
  const saltBytes = filled(hash(algorithm, filled(salt, salt.length * (16 + (state[0] ?? 0)))), salt.length);
  await inRounds(rounds, (round) => {
    const [start, end] = round % 2 === 1 ? [passwordBytes, state] : [state, passwordBytes];
    const parts = [start];
    if (round % 3 !== 0) parts.push(saltBytes);
    if (round % 7 !== 0) parts.push(passwordBytes);
    state = hash(algorithm, joined(...parts, end));
  });
  return state;
}

/** The bytes of a digest in the order in which its text has them: from its three thirds in turn, each group turned further. */
function inOrder(digest: Uint8Array, { size, turn }: Scheme): Uint8Array {
  const third = Math.floor(size / 3);
  return Uint8Array.from({ length: size }, (_, index) => {
    const group = Math.floor(index / 3);
    const place = group < third ? group + third * (2 - ((index + group * turn) % 3)) : index;
    return digest[place] ?? 0;
  });
}
