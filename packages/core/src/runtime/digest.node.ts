import * as crypto from 'node:crypto';
import { loadNoble } from '#load';
import { blakeDigest, blakeOnce, blakeText, hasTreeHashing } from '../blake/blake.ts';
import type { Bytes, Encoding } from '../bytes.ts';
import type { DigestSpec, DigestState } from '../digest.ts';
import { bytesRuntime } from './bytes.node.ts';
import type { DigestRuntime } from './digest.ts';
import { extraDigests, isOpenssl, opensslName, refusal } from './openssl.ts';
import { deferred } from './short.ts';

const { encode } = bytesRuntime;

/** Node.js creates small results faster as a binary string than as a Buffer: 2.6 M/s instead of 0.7 M/s. */
const MAX_BINARY_BYTES = 128;
/** Bytes of one native call. node:crypto accepts less than 2^31. */
const SLICE_BYTES = 2 ** 30;

type Form = Encoding | 'binary';

function fromBinary(text: string): Bytes {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = text.charCodeAt(index);
  return bytes;
}

function startNative(spec: DigestSpec, length: number): crypto.Hash {
  try {
    return crypto.createHash(opensslName(spec.info), lengthOption(spec, length));
  } catch (cause) {
    throw refusal(spec, cause);
  }
}

/** OpenSSL rejects a length for all but the extendable-output functions. */
function lengthOption(spec: DigestSpec, length: number): crypto.HashOptions {
  return spec.info.family === 'xof' ? { outputLength: length } : {};
}

function updateNative(native: crypto.Hash | crypto.Hmac, data: string | Uint8Array): void {
  if (typeof data === 'string' || data.byteLength <= SLICE_BYTES) {
    native.update(data);
    return;
  }
  for (let start = 0; start < data.byteLength; start += SLICE_BYTES) {
    native.update(data.subarray(start, start + SLICE_BYTES));
  }
}

/** `crypto.hash` has the option of a length since Node.js 24.4. */
let hasOneShotXof: boolean | undefined;

function supportsOneShotXof(): boolean {
  if (hasOneShotXof !== undefined) return hasOneShotXof;
  try {
    const output = crypto.hash('shake128', '', { outputLength: 5, outputEncoding: 'hex' });
    hasOneShotXof = output.length === 10;
  } catch {
    hasOneShotXof = false;
  }
  return hasOneShotXof;
}

function opensslText(spec: DigestSpec, data: string | Uint8Array, length: number, form: Form): string {
  if (length === 0) return '';
  const isXof = spec.info.family === 'xof';
  const isLong = typeof data !== 'string' && data.byteLength > SLICE_BYTES;
  if (isLong || (isXof && !supportsOneShotXof())) {
    const native = startNative(spec, length);
    updateNative(native, data);
    return native.digest(form);
  }
  const name = opensslName(spec.info);
  try {
    return isXof
      ? crypto.hash(name, data, { outputLength: length, outputEncoding: form })
      : crypto.hash(name, data, form);
  } catch (cause) {
    throw refusal(spec, cause);
  }
}

function opensslBytes(spec: DigestSpec, data: string | Uint8Array, length: number): Bytes {
  if (length <= MAX_BINARY_BYTES) return fromBinary(opensslText(spec, data, length, 'binary'));
  const native = startNative(spec, length);
  updateNative(native, data);
  return new Uint8Array(native.digest());
}

/** A native digest. node:crypto's own can be read only once, so each reading ends a copy. */
function nativeState(spec: DigestSpec, native: crypto.Hash): DigestState {
  const copy = (length: number): crypto.Hash => native.copy(lengthOption(spec, length));
  return {
    update: (data) => updateNative(native, data),
    digest(length) {
      if (length > MAX_BINARY_BYTES) return new Uint8Array(copy(length).digest());
      return length === 0 ? new Uint8Array(0) : fromBinary(copy(length).digest('binary'));
    },
    text: (length, encoding) => (length === 0 ? '' : copy(length).digest(encoding)),
    copy: () => nativeState(spec, copy(spec.length)),
  };
}

function opensslDigest(spec: DigestSpec): DigestState {
  return deferred({
    start: () => nativeState(spec, startNative(spec, spec.length)),
    bytes: (message, length) => opensslBytes(spec, message, length),
    text: (message, length, encoding) => opensslText(spec, message, length, encoding),
  });
}

/** The key is a KeyObject, because node:crypto needs five times as long for a key given as bytes. */
function opensslHmac(
  spec: DigestSpec,
  key: crypto.KeyObject,
  message: string | Uint8Array,
  form: Form,
): string {
  try {
    const native = crypto.createHmac(opensslName(spec.info), key);
    updateNative(native, message);
    return native.digest(form);
  } catch (cause) {
    throw refusal(spec, cause);
  }
}

/** Node.js: OpenSSL, WebAssembly for BLAKE3 and BLAKE2 with parameters, and @noble/hashes where neither has a function. */
export const digestRuntime: DigestRuntime = {
  extraAlgorithms: extraDigests,

  treeHashingObstacle: () =>
    hasTreeHashing()
      ? undefined
      : 'is not available: the binaries of hash-wasm 4.13.0 are not installed, or failed their test',

  start: (spec) => (isOpenssl(spec) ? opensslDigest(spec) : blakeDigest(spec)),

  once(spec, data, encoding) {
    if (isOpenssl(spec)) {
      return encoding === undefined
        ? opensslBytes(spec, data, spec.length)
        : opensslText(spec, data, spec.length, encoding);
    }
    const message = typeof data === 'string' ? Buffer.from(data) : data;
    return encoding === undefined ? blakeOnce(spec, message) : blakeText(spec, message, encoding);
  },

  // node:crypto's HMAC cannot be copied or read twice, so the construction of @noble/hashes runs over OpenSSL's digests.
  startHmac(spec, bytes) {
    const key = crypto.createSecretKey(bytes);
    return deferred({
      start: () => loadNoble().nobleHmac(spec, key.export(), { start: opensslDigest, encode }),
      bytes: (message) => fromBinary(opensslHmac(spec, key, message, 'binary')),
      text: (message, _length, encoding) => opensslHmac(spec, key, message, encoding),
    });
  },

  hmac(spec, bytes, message, encoding) {
    const tag = opensslHmac(spec, crypto.createSecretKey(bytes), message, encoding ?? 'binary');
    return encoding === undefined ? fromBinary(tag) : tag;
  },
};
