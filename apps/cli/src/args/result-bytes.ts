import type { Io } from '../io/io.ts';
import { encode, type OutputEncoding } from './encoding.ts';

/** Prints bytes in an encoding. JSON gets them as text; raw bytes are Base64 there. */
export function printBytes(
  bytes: Uint8Array,
  encoding: OutputEncoding,
  json: (text: string) => object,
  io: Io,
): void {
  const text = encode(bytes, encoding === 'raw' ? 'base64' : encoding);
  if (encoding === 'raw' && !io.isJson) io.writeBytes(bytes);
  else io.result(text, json(text));
}
