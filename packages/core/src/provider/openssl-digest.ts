import { createHash, createHmac, type Hash, hash, type KeyObject } from 'node:crypto';
import { constructHmac } from '#fallback';
import type { Bytes } from '../bytes.ts';
import type { Encoding } from '../encoding/encoding.ts';
import { CountersignError } from '../errors.ts';
import type { DigestSpec } from '../hash/spec.ts';
import type { DigestState } from './provider.ts';
import { encode, fromBinary, own } from './text.ts';

/** Results up to this many bytes are faster as a binary string that is copied out than as a new Buffer. */
const SMALL_RESULT_BYTES = 128;
/** A message up to this long is kept and taken in by one native call, which beats the life of a native object. */
const KEPT_BYTES = 4096;
/** Bytes given to OpenSSL at a time; node:crypto takes less than 2^31. */
const SLICE_BYTES = 2 ** 30;

function unavailable(spec: DigestSpec, cause: unknown): CountersignError {
  return new CountersignError(
    'ERR_UNSUPPORTED',
    `${spec.info.name} is refused by this build or configuration of OpenSSL (its FIPS mode, for example).`,
    { cause },
  );
}

/** A native digest; `length` for extendable-output functions alone, since OpenSSL refuses it for others. */
function startNative(name: string, spec: DigestSpec, length: number): Hash {
  try {
    return createHash(name, spec.info.family === 'xof' ? { outputLength: length } : {});
  } catch (cause) {
    throw unavailable(spec, cause);
  }
}

function updateNative(
  target: { update(data: string | Uint8Array): unknown },
  data: string | Uint8Array,
): void {
  if (typeof data === 'string' || data.byteLength <= SLICE_BYTES) {
    target.update(data);
    return;
  }
  for (let start = 0; start < data.byteLength; start += SLICE_BYTES) {
    target.update(data.subarray(start, start + SLICE_BYTES));
  }
}

/** `crypto.hash` takes a length since Node.js 24.4; before that an extendable-output function needs an object. */
const hasOneShotXof: boolean = (() => {
  try {
    return hash('shake128', '', { outputLength: 5, outputEncoding: 'hex' }).length === 10;
  } catch {
    return false;
  }
})();

function oneShot(
  name: string,
  spec: DigestSpec,
  data: string | Uint8Array,
  length: number,
  form: Encoding | 'binary',
): string {
  const isXof = spec.info.family === 'xof';
  const isLong = typeof data !== 'string' && data.byteLength > SLICE_BYTES;
  if (isLong || (isXof && !hasOneShotXof)) {
    const native = startNative(name, spec, length);
    updateNative(native, data);
    return native.digest(form);
  }
  try {
    return isXof ? hash(name, data, { outputLength: length, outputEncoding: form }) : hash(name, data, form);
  } catch (cause) {
    throw unavailable(spec, cause);
  }
}

/** The digest of a whole message by OpenSSL, as bytes. */
export function opensslDigest(
  name: string,
  spec: DigestSpec,
  data: string | Uint8Array,
  length: number,
): Bytes {
  if (length === 0) return new Uint8Array(0);
  if (length <= SMALL_RESULT_BYTES) return fromBinary(oneShot(name, spec, data, length, 'binary'));
  const native = startNative(name, spec, length);
  updateNative(native, data);
  return own(native.digest());
}

/** The same as text, which never passes through bytes. */
export function opensslText(
  name: string,
  spec: DigestSpec,
  data: string | Uint8Array,
  length: number,
  encoding: Encoding,
): string {
  return length === 0 ? '' : oneShot(name, spec, data, length, encoding);
}

/**
 * The start of a message with one more part, a copy since the caller may change it; undefined when it gets too long to
 * keep. What is kept is never written to, so copies of a digest may share it.
 */
function keep(kept: string | Uint8Array, part: string | Uint8Array): string | Uint8Array | undefined {
  if (part.length === 0) return kept;
  if (kept.length + part.length > KEPT_BYTES) return undefined;
  if (kept.length === 0) return typeof part === 'string' ? part : copyOf(part);
  if (typeof kept === 'string' && typeof part === 'string') return kept + part;
  return Buffer.concat([asBuffer(kept), asBuffer(part)]);
}

/** V8 keeps the bytes of such arrays within the object; longer ones are cheaper from the pool that Buffer has. */
const MAX_INNER_BYTES = 64;

function copyOf(bytes: Uint8Array): Uint8Array {
  return bytes.length <= MAX_INNER_BYTES ? new Uint8Array(bytes) : Buffer.from(bytes);
}

function asBuffer(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? Buffer.from(data) : data;
}

/** A digest by OpenSSL under way. Most messages are short: those never need a native object. */
export class OpenSslDigest implements DigestState {
  readonly #name: string;
  readonly #spec: DigestSpec;
  #kept: string | Uint8Array;
  #native: Hash | undefined;

  constructor(name: string, spec: DigestSpec, kept: string | Uint8Array = '', native?: Hash) {
    this.#name = name;
    this.#spec = spec;
    this.#kept = kept;
    this.#native = native;
  }

  update(data: string | Uint8Array): void {
    if (this.#native === undefined) {
      const kept = keep(this.#kept, data);
      if (kept !== undefined) {
        this.#kept = kept;
        return;
      }
      this.#native = startNative(this.#name, this.#spec, this.#spec.length);
      this.#native.update(this.#kept);
      this.#kept = '';
    }
    updateNative(this.#native, data);
  }

  digest(length: number): Bytes {
    if (length === 0) return new Uint8Array(0);
    if (this.#native === undefined) return opensslDigest(this.#name, this.#spec, this.#kept, length);
    const ended = this.#copyNative(this.#native, length);
    return length <= SMALL_RESULT_BYTES ? fromBinary(ended.digest('binary')) : own(ended.digest());
  }

  text(length: number, encoding: Encoding): string {
    if (length === 0) return '';
    if (this.#native === undefined) {
      return opensslText(this.#name, this.#spec, this.#kept, length, encoding);
    }
    return this.#copyNative(this.#native, length).digest(encoding);
  }

  copy(): DigestState {
    const native = this.#native && this.#copyNative(this.#native, this.#spec.length);
    return new OpenSslDigest(this.#name, this.#spec, this.#kept, native);
  }

  /** A copy forgets the output length of an extendable-output function. */
  #copyNative(native: Hash, length: number): Hash {
    return native.copy(this.#spec.info.family === 'xof' ? { outputLength: length } : {});
  }
}

/** The HMAC of a whole message by OpenSSL, ready to be read once. */
export function opensslHmac(
  name: string,
  spec: DigestSpec,
  key: KeyObject,
  message: string | Uint8Array,
  form: Encoding | 'binary',
): string {
  try {
    const mac = createHmac(name, key);
    updateNative(mac, message);
    return mac.digest(form);
  } catch (cause) {
    throw unavailable(spec, cause);
  }
}

/**
 * An HMAC by OpenSSL under way. node:crypto's own cannot be copied or read twice, so it serves short messages, which are
 * kept; a long one goes through the construction over OpenSSL's digests. The key is wrapped once, which on Node.js 24
 * makes each tag five times as fast.
 */
export class OpenSslHmac implements DigestState {
  readonly #name: string;
  readonly #spec: DigestSpec;
  readonly #key: KeyObject;
  #kept: string | Uint8Array;
  #long: DigestState | undefined;

  constructor(
    name: string,
    spec: DigestSpec,
    key: KeyObject,
    kept: string | Uint8Array = '',
    long?: DigestState,
  ) {
    this.#name = name;
    this.#spec = spec;
    this.#key = key;
    this.#kept = kept;
    this.#long = long;
  }

  update(data: string | Uint8Array): void {
    if (this.#long === undefined) {
      const kept = keep(this.#kept, data);
      if (kept !== undefined) {
        this.#kept = kept;
        return;
      }
      const createDigest = (spec: DigestSpec): DigestState => new OpenSslDigest(this.#name, spec);
      this.#long = constructHmac(this.#spec, this.#key.export(), { createDigest, encode });
      this.#long.update(this.#kept);
      this.#kept = '';
    }
    this.#long.update(data);
  }

  digest(length: number): Bytes {
    if (this.#long !== undefined) return this.#long.digest(length);
    return fromBinary(opensslHmac(this.#name, this.#spec, this.#key, this.#kept, 'binary'));
  }

  text(length: number, encoding: Encoding): string {
    if (this.#long !== undefined) return this.#long.text(length, encoding);
    return opensslHmac(this.#name, this.#spec, this.#key, this.#kept, encoding);
  }

  copy(): DigestState {
    return new OpenSslHmac(this.#name, this.#spec, this.#key, this.#kept, this.#long?.copy());
  }
}
