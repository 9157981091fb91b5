import { pbkdf2Async } from '@noble/hashes/pbkdf2.js';
import { scryptAsync } from '@noble/hashes/scrypt.js';
import { nobleFunction, nobleHkdf } from '../noble/noble.ts';
import type { KdfRuntime } from './kdf.ts';

/** The digests with which WebCrypto computes PBKDF2, off the main thread. */
const WEBCRYPTO_NAMES: ReadonlyMap<string, string> = new Map([
  ['sha1', 'SHA-1'],
  ['sha256', 'SHA-256'],
  ['sha384', 'SHA-384'],
  ['sha512', 'SHA-512'],
]);

/** Bytes that @noble/hashes counts in addition to RFC 7914's memory. */
const SCRYPT_MARGIN_BYTES = 1024;

/** Browsers, workers, Deno and Bun: WebCrypto where it has the function, and @noble/hashes. */
export const kdfRuntime: KdfRuntime = {
  async pbkdf2(password, salt, { spec, iterations, length }) {
    const hash = WEBCRYPTO_NAMES.get(spec.info.name);
    // A browser has no `subtle` outside a secure context (https, localhost).
    const { subtle }: { readonly subtle?: typeof crypto.subtle } = crypto;
    if (hash === undefined || subtle === undefined) {
      const options = { c: iterations, dkLen: length };
      return new Uint8Array(await pbkdf2Async(nobleFunction(spec), password, salt, options));
    }
    const key = await subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
    return new Uint8Array(
      await subtle.deriveBits({ name: 'PBKDF2', hash, salt, iterations }, key, length * 8),
    );
  },

  async scrypt(password, salt, { cost, blockSize, parallelization, length, maxMemory }) {
    const options = {
      N: cost,
      r: blockSize,
      p: parallelization,
      dkLen: length,
      maxmem: maxMemory + SCRYPT_MARGIN_BYTES,
    };
    return new Uint8Array(await scryptAsync(password, salt, options));
  },

  hkdf: async (key, parameters) => nobleHkdf(key, parameters),
};
