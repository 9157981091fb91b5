import { hkdf as nobleHkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { pbkdf2Async } from '@noble/hashes/pbkdf2.js';
import { scryptAsync } from '@noble/hashes/scrypt.js';
import type { CHash } from '@noble/hashes/utils.js';
import { type Bytes, utf8 } from '../bytes.ts';
import type { Encoding } from '../encoding/encoding.ts';
import { CountersignError } from '../errors.ts';
import type { DigestSpec } from '../hash/spec.ts';
import { constructHmac } from './hmac.ts';
import { nobleDigest, nobleHash } from './noble.ts';
import type { DigestState, Provider } from './provider.ts';

/** The digests with which WebCrypto computes PBKDF2 off the main thread. */
const WEBCRYPTO_NAMES: Readonly<Record<string, string>> = {
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
};

/** The most that one call of getRandomValues fills (Web Cryptography API section 10.1.1). */
const MAX_RANDOM_BYTES = 65_536;

function bytesOf(data: Uint8Array | string): Uint8Array {
  return typeof data === 'string' ? utf8(data) : data;
}

function output(bytes: Bytes, encoding: Encoding | undefined): Bytes | string {
  return encoding === undefined ? bytes : encode(bytes, encoding);
}

function hashFunction(spec: DigestSpec): CHash {
  const found = nobleHash(spec);
  if (!found) {
    throw new CountersignError('ERR_UNSUPPORTED', `${spec.info.name} is not available on this runtime.`);
  }
  return found;
}

const CHUNK = 8192;

function binaryString(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return text;
}

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function encode(bytes: Uint8Array, encoding: Encoding): string {
  if (encoding === 'hex') {
    let text = '';
    for (const byte of bytes) text += HEX[byte];
    return text;
  }
  const base64 = btoa(binaryString(bytes));
  return encoding === 'base64' ? base64 : base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function decode(text: string, encoding: Encoding): Bytes {
  if (encoding === 'hex') {
    const bytes = new Uint8Array(text.length / 2);
    for (let index = 0; index < bytes.length; index++)
      bytes[index] = Number.parseInt(text.slice(index * 2, index * 2 + 2), 16);
    return bytes;
  }
  const base64 = encoding === 'base64' ? text : text.replaceAll('-', '+').replaceAll('_', '/');
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

function createDigest(spec: DigestSpec): DigestState {
  return nobleDigest(spec, encode);
}

/** The provider of browsers, Deno, Bun and workers: `@noble/hashes` and WebCrypto. */
export const provider: Provider = {
  name: 'web',
  treeHashingObstacle: () =>
    'is available on Node.js only: @noble/hashes, which serves this runtime, has no tree hashing',
  extraAlgorithms: () => new Map(),
  createDigest,

  digestOnce(spec, data, encoding) {
    const state = createDigest(spec);
    state.update(data);
    return encoding === undefined ? state.digest(spec.length) : state.text(spec.length, encoding);
  },

  createHmac(spec, key) {
    return constructHmac(spec, key, { createDigest, encode });
  },

  hmacOnce(spec, key, message, encoding) {
    return output(new Uint8Array(hmac(hashFunction(spec), key, bytesOf(message))), encoding);
  },

  async pbkdf2(password, salt, { spec, iterations, length }) {
    const webName = WEBCRYPTO_NAMES[spec.info.name];
    // Outside a secure context (https, localhost) a browser has no `subtle`.
    const { subtle }: { readonly subtle?: typeof crypto.subtle } = crypto;
    if (webName === undefined || subtle === undefined) {
      return new Uint8Array(
        await pbkdf2Async(hashFunction(spec), password, salt, { c: iterations, dkLen: length }),
      );
    }
    const key = await subtle.importKey('raw', new Uint8Array(password), 'PBKDF2', false, ['deriveBits']);
    const parameters = { name: 'PBKDF2', hash: webName, salt: new Uint8Array(salt), iterations };
    return new Uint8Array(await subtle.deriveBits(parameters, key, length * 8));
  },

  async scrypt(password, salt, { cost, blockSize, parallelization, length, maxMemory }) {
    const parameters = { N: cost, r: blockSize, p: parallelization, dkLen: length, maxmem: maxMemory + 1024 };
    return new Uint8Array(await scryptAsync(password, salt, parameters));
  },

  async hkdf(key, { spec, salt, info, length }) {
    return new Uint8Array(nobleHkdf(hashFunction(spec), key, salt, info, length));
  },

  randomFill(bytes) {
    for (let start = 0; start < bytes.length; start += MAX_RANDOM_BYTES) {
      crypto.getRandomValues(bytes.subarray(start, start + MAX_RANDOM_BYTES));
    }
  },

  timingSafeEqual(a, b) {
    let difference = 0;
    for (let index = 0; index < a.length; index++) difference |= (a[index] ?? 0) ^ (b[index] ?? 0);
    return difference === 0;
  },

  encode,
  decode,
  encodeText: (text) => encode(utf8(text), 'base64url'),
  decodeText: () => undefined,
};
