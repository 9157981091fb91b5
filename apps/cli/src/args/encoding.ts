import { type Single, single } from './option.ts';
import { oneOf } from './values.ts';

const ENCODINGS = ['hex', 'base64', 'base64url', 'raw'] as const;
/** How bytes are written. */
export type OutputEncoding = (typeof ENCODINGS)[number];

/** The option `--encoding`. */
export function encodingOption(defaultEncoding: OutputEncoding): Single<OutputEncoding> {
  return single(oneOf(ENCODINGS), {
    help: `How the bytes are written. Default ${defaultEncoding}.`,
    value: 'NAME',
    short: 'e',
    group: 'Output',
  });
}

/** Bytes as text. */
export function encode(bytes: Uint8Array, encoding: Exclude<OutputEncoding, 'raw'>): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(encoding);
}
