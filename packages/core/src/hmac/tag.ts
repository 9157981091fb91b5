import { type Bytes, checkBytes, type Encoding } from '../bytes.ts';
import { compareDigest } from '../compare.ts';
import { decode, EncodingError, encoding } from '../encoding/encoding.ts';
import { InvalidArgumentError } from '../errors.ts';
import { integer, optional, string } from '../option-readers.ts';
import { type OptionTable, readOptions } from '../options.ts';

/** The form of a received tag. */
export interface VerifyHmacOptions {
  /** Encoding of a tag that is text. Default `hex`, in either case. */
  readonly encoding?: Encoding | undefined;
  /** Text before the encoded tag, for example `sha256=`. A tag without it is false. */
  readonly prefix?: string | undefined;
  /**
   * Bytes of a truncated tag. Default: the digest's size, so that a shorter tag is false.
   * At least {@link MIN_TAG_LENGTH}, and at least half of the digest (RFC 2104 section 5).
   */
  readonly tagLength?: number | undefined;
}

/** The shortest accepted length of a truncated tag in bytes. A forger guesses 128 bits with negligible probability. */
export const MIN_TAG_LENGTH = 16;

const VERIFY_OPTIONS = {
  encoding: optional(encoding),
  prefix: optional(string),
  tagLength: optional(integer({ min: 0, max: Number.MAX_SAFE_INTEGER })),
} as const satisfies OptionTable<VerifyHmacOptions>;

/** Compares a received tag with the expected one. */
export function matchesTag(
  expected: () => Bytes,
  size: number,
  tag: Uint8Array | string,
  options: VerifyHmacOptions,
): boolean {
  const read = readOptions(options, VERIFY_OPTIONS);
  const length = checkTagLength(read.tagLength ?? size, size);
  const isText = typeof tag === 'string';
  for (const name of ['encoding', 'prefix'] as const) {
    if (isText || read[name] === undefined) continue;
    throw new InvalidArgumentError(name, `${name} is for a tag that is text. Omit it for bytes.`);
  }
  const bytes = isText
    ? readTag(tag, read.encoding ?? 'hex', read.prefix ?? '', length)
    : checkBytes(tag, 'tag');
  const computed = expected().subarray(0, length);
  return bytes !== undefined && compareDigest(computed, bytes);
}

function checkTagLength(length: number, size: number): number {
  const min = Math.min(size, Math.max(MIN_TAG_LENGTH, Math.ceil(size / 2)));
  return integer({ min, max: size })(length, 'tagLength', true);
}

/** Decodes a tag. Undefined if it is malformed, or longer than any encoding of a tag. */
function readTag(tag: string, encoding: Encoding, prefix: string, length: number): Bytes | undefined {
  if (tag.length > prefix.length + 2 * length + 2 || !tag.startsWith(prefix)) return undefined;
  try {
    return decode(tag.slice(prefix.length), encoding);
  } catch (error) {
    if (error instanceof EncodingError) return undefined;
    throw error;
  }
}
