import * as crypto from 'node:crypto';
import { promisify } from 'node:util';
import type { Bytes } from '../bytes.ts';
import type { Encoding } from '../encoding/encoding.ts';
import type { DigestSpec } from '../hash/spec.ts';
import { blake2Engine, isTreeHashingLoaded, prepareBlake2 } from './blake2-wasm.ts';
import { nobleDigest } from './noble.ts';
import { extraDigests, opensslName } from './openssl.ts';
import type { DigestState, Provider } from './provider.ts';
import { provider as web } from './web.ts';

const pbkdf2 = promisify(crypto.pbkdf2);
const scrypt = promisify<crypto.BinaryLike, crypto.BinaryLike, number, crypto.ScryptOptions, Buffer>(
  crypto.scrypt,
);
const hkdf = promisify(crypto.hkdf);

/** Results up to this many bytes are faster as a binary string that is copied out than as a new Buffer. */
const SMALL = 128;

/** Bytes with memory of their own: a small Buffer is a view of a pool that others share. */
function own(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes);
}

function fromBinary(text: string): Bytes {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = text.charCodeAt(index);
  return bytes;
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

class NodeDigest implements DigestState {
  readonly #hash: crypto.Hash;
  readonly #isXof: boolean;

  constructor(hash: crypto.Hash, isXof: boolean) {
    this.#hash = hash;
    this.#isXof = isXof;
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  digest(length: number): Bytes {
    if (length === 0) return new Uint8Array(0);
    const ended = this.#hash.copy(this.#isXof ? { outputLength: length } : {});
    return length > SMALL ? own(ended.digest()) : fromBinary(ended.digest('binary'));
  }

  copy(): DigestState {
    return new NodeDigest(this.#hash.copy(), this.#isXof);
  }
}

function nodeDigest(spec: DigestSpec): DigestState {
  const name = spec.isPlain ? opensslName(spec.info) : undefined;
  if (name !== undefined) {
    const isXof = spec.info.family === 'xof';
    return new NodeDigest(crypto.createHash(name, isXof ? { outputLength: spec.length } : {}), isXof);
  }
  return blake2Engine(spec)?.start(spec) ?? nobleDigest(spec);
}

/** The provider of Node.js: `node:crypto`, WebAssembly for BLAKE2 with parameters, `@noble/hashes` for what neither has. */
export const provider: Provider = {
  name: 'node',
  treeHashingObstacle: () =>
    isTreeHashingLoaded()
      ? undefined
      : 'needs `await loadTreeHashing()` from @countersign/core/node once before',
  extraAlgorithms: extraDigests,
  prepare: prepareBlake2,
  createDigest: nodeDigest,

  digestOnce(spec, data, encoding) {
    const name = spec.isPlain && spec.info.family !== 'xof' ? opensslName(spec.info) : undefined;
    if (name !== undefined)
      return encoding === undefined
        ? fromBinary(crypto.hash(name, data, 'binary'))
        : crypto.hash(name, data, encoding);
    const state = nodeDigest(spec);
    state.update(typeof data === 'string' ? Buffer.from(data) : data);
    const digest = state.digest(spec.length);
    return encoding === undefined ? digest : view(digest).toString(encoding);
  },

  hmacOnce(spec, key, message, encoding) {
    const name = opensslName(spec.info);
    if (name === undefined) return web.hmacOnce(spec, key, message, encoding);
    // A KeyObject made for the call is several times faster than the key's bytes.
    const mac = crypto.createHmac(name, crypto.createSecretKey(key)).update(message);
    return encoding === undefined ? fromBinary(mac.digest('binary')) : mac.digest(encoding);
  },

  async pbkdf2(password, salt, parameters) {
    const name = opensslName(parameters.spec.info);
    if (name === undefined) return web.pbkdf2(password, salt, parameters);
    return own(await pbkdf2(password, salt, parameters.iterations, parameters.length, name));
  },

  async scrypt(password, salt, { cost, blockSize, parallelization, length, maxMemory }) {
    const options = { N: cost, r: blockSize, p: parallelization, maxmem: maxMemory + 1024 };
    return own(await scrypt(password, salt, length, options));
  },

  async hkdf(key, parameters) {
    const name = opensslName(parameters.spec.info);
    // OpenSSL limits info to 1024 bytes.
    if (name === undefined || parameters.info.length > 1024) return web.hkdf(key, parameters);
    return new Uint8Array(await hkdf(name, key, parameters.salt, parameters.info, parameters.length));
  },

  randomFill(bytes) {
    crypto.randomFillSync(bytes);
  },

  timingSafeEqual: crypto.timingSafeEqual,

  encode(bytes: Uint8Array, encoding: Encoding) {
    return view(bytes).toString(encoding);
  },

  decode(text, encoding) {
    return own(Buffer.from(text, encoding));
  },
};
