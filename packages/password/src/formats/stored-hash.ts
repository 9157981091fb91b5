import { fromBase64, fromHex, InvalidArgumentError } from '@countersign/core';
import {
  copyBytes,
  copyMessage,
  integer,
  type OptionReader,
  oneOf,
  optional,
  readOptions,
} from '@countersign/core/internal';
import { writeArgon2 } from './argon2.ts';
import { writePbkdf2 } from './pbkdf2.ts';
import { readStoredHash } from './read.ts';
import { writeScrypt } from './scrypt.ts';

/** A hash whose parts are in separate columns. */
export interface StoredHashParts {
  readonly algorithm:
    | 'argon2id'
    | 'argon2i'
    | 'argon2d'
    | 'pbkdf2-sha1'
    | 'pbkdf2-sha256'
    | 'pbkdf2-sha512'
    | 'scrypt';
  /** Bytes, or text: its UTF-8 bytes, unless `encoding` says that it is encoded. */
  readonly salt: Uint8Array | string;
  /** Bytes, or text in `encoding`. */
  readonly hash: Uint8Array | string;
  /** The encoding of texts in `salt` and `hash`. Default: the salt is text, the hash is hexadecimal or Base64. */
  readonly encoding?: 'hex' | 'base64' | undefined;
  /** PBKDF2: number of rounds. */
  readonly iterations?: number | undefined;
  /** scrypt: N. */
  readonly cost?: number | undefined;
  /** scrypt: r. */
  readonly blockSize?: number | undefined;
  /** scrypt: p. */
  readonly parallelization?: number | undefined;
  /** Argon2: kibibytes. */
  readonly memory?: number | undefined;
  /** Argon2: passes. */
  readonly passes?: number | undefined;
  /** Argon2: lanes. */
  readonly parallelism?: number | undefined;
}

const PBKDF2_DIGESTS = {
  'pbkdf2-sha1': 'sha1',
  'pbkdf2-sha256': 'sha256',
  'pbkdf2-sha512': 'sha512',
} as const;
const MAX_TEXT = 2048;
const count = optional(integer({ min: 1, max: 2 ** 31 - 1 }));

/** Keeps bytes as a copy, and text unread until the encoding is known. */
const bytesOrText: OptionReader<Uint8Array | string> = (value, argument) => {
  const read = typeof value === 'string' ? value : copyBytes(value, argument);
  if (read.length <= MAX_TEXT) return read;
  throw new InvalidArgumentError(argument, `${argument} is longer than ${MAX_TEXT}.`);
};

/**
 * Writes the parts of a hash as one string that {@link verifyPassword} reads. Use it if another system stored the salt
 * and the parameters in separate columns, as Keycloak does.
 *
 * @throws {@link InvalidArgumentError} if a part is missing or impossible
 * @example
 * storedHash({ algorithm: 'pbkdf2-sha256', salt, iterations: 27_500, hash, encoding: 'base64' })
 */
export function storedHash(parts: StoredHashParts): string {
  const read = readOptions(
    parts,
    {
      algorithm: oneOf([
        'argon2id',
        'argon2i',
        'argon2d',
        'pbkdf2-sha1',
        'pbkdf2-sha256',
        'pbkdf2-sha512',
        'scrypt',
      ]),
      salt: bytesOrText,
      hash: bytesOrText,
      encoding: optional(oneOf(['hex', 'base64'])),
      iterations: count,
      cost: count,
      blockSize: count,
      parallelization: count,
      memory: count,
      passes: count,
      parallelism: count,
    },
    'parts',
  );
  const salt = decodeSalt(read.salt, read.encoding);
  const hash = decodeHash(read.hash, read.encoding);
  const encoded = write(read, salt, hash);
  checkReadable(encoded);
  return encoded;
}

type ReadParts = Readonly<
  Record<
    'iterations' | 'cost' | 'blockSize' | 'parallelization' | 'memory' | 'passes' | 'parallelism',
    number | undefined
  >
> &
  Pick<StoredHashParts, 'algorithm'>;

function write(parts: ReadParts, salt: Uint8Array, hash: Uint8Array): string {
  const { length } = hash;
  switch (parts.algorithm) {
    case 'argon2id':
    case 'argon2i':
    case 'argon2d': {
      const memory = need(parts, 'memory');
      const passes = need(parts, 'passes');
      const parallelism = need(parts, 'parallelism');
      const { algorithm: variant } = parts;
      return writeArgon2(
        { kind: 'argon2', variant, version: 0x13, memory, passes, parallelism, salt, length },
        hash,
      );
    }
    case 'scrypt': {
      const cost = need(parts, 'cost');
      if (!Number.isInteger(Math.log2(cost)))
        throw new InvalidArgumentError('cost', 'cost must be a power of two.');
      const blockSize = need(parts, 'blockSize');
      const parallelization = need(parts, 'parallelization');
      return writeScrypt({ kind: 'scrypt', cost, blockSize, parallelization, salt, length }, hash);
    }
    default: {
      const digest = PBKDF2_DIGESTS[parts.algorithm];
      return writePbkdf2(
        { kind: 'pbkdf2', digest, iterations: need(parts, 'iterations'), salt, length },
        hash,
      );
    }
  }
}

function need(parts: ReadParts, name: keyof Omit<ReadParts, 'algorithm'>): number {
  const value = parts[name];
  if (value !== undefined) return value;
  throw new InvalidArgumentError(name, `${name} is missing. A hash of ${parts.algorithm} needs it.`);
}

function decodeSalt(salt: Uint8Array | string, encoding: 'hex' | 'base64' | undefined): Uint8Array {
  if (typeof salt !== 'string') return salt;
  return encoding === undefined ? copyMessage(salt, 'salt') : decode(salt, encoding, 'salt');
}

function decodeHash(hash: Uint8Array | string, encoding: 'hex' | 'base64' | undefined): Uint8Array {
  if (typeof hash !== 'string') return hash;
  const isHex = hash.length % 2 === 0 && /^[0-9a-f]+$/i.test(hash);
  return decode(hash, encoding ?? (isHex ? 'hex' : 'base64'), 'hash');
}

function decode(text: string, encoding: 'hex' | 'base64', argument: string): Uint8Array {
  try {
    return encoding === 'hex' ? fromHex(text) : fromBase64(text);
  } catch {
    throw new InvalidArgumentError(
      argument,
      `${argument} is not ${encoding === 'hex' ? 'hexadecimal' : 'padded Base64'}. Pass bytes, or set encoding.`,
    );
  }
}

function checkReadable(encoded: string): void {
  try {
    readStoredHash(encoded);
  } catch (error) {
    throw new InvalidArgumentError(
      'parts',
      `parts do not form a hash that can be verified. ${error instanceof Error ? error.message : ''}`,
    );
  }
}
