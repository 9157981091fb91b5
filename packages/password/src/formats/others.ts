import { fromHex, type HashAlgorithm, hash, utf8 } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import { decimal, fromPaddedBase64 } from '../hashing/phc.ts';
import type { Format } from './format.ts';
import { pbkdf2Hash } from './pbkdf2.ts';
import { scryptHash } from './scrypt.ts';

/** better-auth, and Lucia 3: `salt:digest` in hexadecimal, scrypt with N = 2^14, r = 16, and the salt's text as salt. */
export const betterAuth: Format = {
  name: 'better-auth',
  read(encoded) {
    const [, salt, digest] = /^(?:s2:)?([0-9a-zA-Z]{16,64}):([0-9a-f]{128})$/.exec(encoded) ?? [];
    if (salt === undefined || digest === undefined) return undefined;
    const parameters = { logCost: 14, blockSize: 16, parallelization: 1 };
    return {
      ...scryptHash('better-auth-scrypt', parameters, utf8(salt), fromHex(digest)),
      normalizer: 'nfkc',
    };
  },
};

const ASPNET_DIGESTS: readonly HashAlgorithm[] = ['sha1', 'sha256', 'sha512'];

/** ASP.NET Core Identity, version 3: Base64 of 01, digest, rounds, salt length (all big-endian), salt, derived key. */
export const aspnet: Format = {
  name: 'aspnet',
  read(encoded) {
    if (!/^AQ[A-Za-z0-9+/]{40,}={0,2}$/.test(encoded)) return undefined;
    const bytes = fromPaddedBase64(encoded, 'it');
    const fields = new DataView(bytes.buffer);
    const digest = bytes.length > 13 ? ASPNET_DIGESTS[fields.getUint32(1)] : undefined;
    const saltLength = bytes.length > 13 ? fields.getUint32(9) : 0;
    if (bytes[0] !== 1 || digest === undefined || 13 + saltLength + 16 > bytes.length)
      throw new MalformedHashError('it is not what ASP.NET Core Identity writes');
    const salt = bytes.slice(13, 13 + saltLength);
    return {
      ...pbkdf2Hash(
        `aspnet-pbkdf2-${digest}`,
        digest,
        fields.getUint32(5),
        salt,
        bytes.slice(13 + saltLength),
      ),
      normalizer: 'none',
    };
  },
};

/** The crypt schemes of Linux: `$5$` with SHA-256 and `$6$` with SHA-512. */
export const shaCrypt: Format = {
  name: 'sha-crypt',
  read(encoded) {
    if (!/^\$[56]\$/.test(encoded)) return undefined;
    const [, id, rounds] =
      /^\$([56])\$(?:rounds=(\d+)\$)?[^$]{0,16}\$[./A-Za-z0-9]{43,86}$/.exec(encoded) ?? [];
    if (id === undefined) throw new MalformedHashError('it is not a sha-crypt string');
    const count = rounds === undefined ? 5000 : decimal(rounds, 'its number of rounds');
    return {
      scheme: id === '5' ? 'sha256-crypt' : 'sha512-crypt',
      parameters: { rounds: count },
      derivation: { kind: 'sha-crypt', rounds: count, encoded },
      expected: new Uint8Array(),
      normalizer: 'none',
      isCanonical: false,
    };
  },
};

const CRYPT_ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** crypt's own Base64: six bits a character, least significant first. */
function fromCryptBase64(text: string, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const character of text) {
    bits |= CRYPT_ALPHABET.indexOf(character) << held;
    held += 6;
    while (held >= 8 && at < length) {
      bytes[at] = bits & 0xff;
      at += 1;
      bits >>>= 8;
      held -= 8;
    }
  }
  return bytes;
}

/** phpass, as WordPress wrote it for long: `$P$` with 2^n rounds of MD5. */
export const phpass: Format = {
  name: 'phpass',
  read(encoded) {
    if (!/^\$[PH]\$/.test(encoded)) return undefined;
    const [, count, salt = '', digest] =
      /^\$[PH]\$([./0-9A-Za-z])([./0-9A-Za-z]{8})([./0-9A-Za-z]{22})$/.exec(encoded) ?? [];
    const log = CRYPT_ALPHABET.indexOf(count ?? '');
    if (digest === undefined || count === undefined || log < 7 || log > 30)
      throw new MalformedHashError('it is not a phpass string');
    const iterations = 2 ** log;
    return {
      scheme: 'phpass',
      parameters: { iterations },
      derivation: {
        kind: 'digest',
        iterations,
        compute: (password) => {
          let state: Uint8Array = hash('md5', Uint8Array.from([...utf8(salt), ...password]));
          for (let round = 0; round < iterations; round++)
            state = hash('md5', Uint8Array.from([...state, ...password]));
          return state;
        },
      },
      expected: fromCryptBase64(digest, 16),
      normalizer: 'none',
      isCanonical: false,
    };
  },
};

/** scrypt in crypt(3)'s form: `$7$`, N, r, p in crypt's digits, salt, digest. */
export const scrypt7: Format = {
  name: 'scrypt-7',
  read(encoded) {
    if (!encoded.startsWith('$7$')) return undefined;
    const [, n = '', r = '', p = '', salt, digest] =
      /^\$7\$([./0-9A-Za-z])([./0-9A-Za-z]{5})([./0-9A-Za-z]{5})([^$]{0,86})\$([./0-9A-Za-z]{43})$/.exec(
        encoded,
      ) ?? [];
    if (salt === undefined || digest === undefined)
      throw new MalformedHashError('it is not a $7$ scrypt string');
    const number = (text: string): number =>
      [...text].reduceRight((value, character) => value * 64 + CRYPT_ALPHABET.indexOf(character), 0);
    const parameters = { logCost: number(n), blockSize: number(r), parallelization: number(p) };
    return {
      ...scryptHash('crypt-scrypt', parameters, utf8(salt), fromCryptBase64(digest, 32)),
      normalizer: 'none',
    };
  },
};

/** LDAP's salted SHA-1: Base64 of digest and salt. Verified only when asked for by name. */
export const ldapWeak: Format = {
  name: 'ldap-weak',
  read(encoded) {
    const [, text] = /^\{SSHA\}([A-Za-z0-9+/]+={0,2})$/.exec(encoded) ?? [];
    if (text === undefined) return undefined;
    const bytes = fromPaddedBase64(text, 'it');
    if (bytes.length <= 20) throw new MalformedHashError('it has no salt');
    const salt = bytes.subarray(20);
    return {
      scheme: 'ldap-ssha',
      parameters: {},
      derivation: {
        kind: 'digest',
        iterations: 1,
        compute: (password) => hash('sha1', Uint8Array.from([...password, ...salt])),
      },
      expected: bytes.subarray(0, 20),
      isCanonical: false,
      isWeak: true,
    };
  },
};

const BARE: ReadonlyMap<number, HashAlgorithm> = new Map([
  [32, 'md5'],
  [40, 'sha1'],
  [64, 'sha256'],
  [128, 'sha512'],
]);

/** A bare hexadecimal digest of the password, told by its length. Verified only when asked for by name. */
export const bareWeak: Format = {
  name: 'bare-weak',
  read(encoded) {
    const [, name, hex = ''] = /^(?:(md5|sha1)\$\$)?([0-9a-f]{32,128})$/i.exec(encoded) ?? [];
    const algorithm = BARE.get(hex.length);
    if (!algorithm || (name !== undefined && name !== algorithm)) return undefined;
    return {
      scheme: `bare-${algorithm}`,
      parameters: {},
      derivation: { kind: 'digest', iterations: 1, compute: (password) => hash(algorithm, password) },
      expected: fromHex(hex),
      isCanonical: false,
      isWeak: true,
    };
  },
};
