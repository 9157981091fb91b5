// File names are bytes on Unix. A name that is not UTF-8 is a string in which each wrong byte is a lone surrogate
// (U+DC80 + byte − 0x80), as in Python's "surrogateescape". Only this file knows that.
import { readFileSync } from 'node:fs';

const FIRST_ESCAPE = 0xdc00;
const ESCAPES = /[\udc80-\udcff]/;

/** Bytes as a string from which {@link bytesOfName} makes the same bytes. */
export function nameOfBytes(bytes: Buffer): string {
  const text = bytes.toString();
  if (!text.includes('\uFFFD') || Buffer.from(text).equals(bytes)) return text;
  let name = '';
  for (let index = 0; index < bytes.length; ) {
    const length = sequenceLength(bytes, index);
    name +=
      length === 0
        ? String.fromCharCode(FIRST_ESCAPE + (bytes[index] ?? 0))
        : bytes.toString('utf8', index, index + length);
    index += Math.max(1, length);
  }
  return name;
}

/** The length of the UTF-8 character at an index, or 0 if there is none. */
function sequenceLength(bytes: Buffer, index: number): number {
  for (let length = 1; length <= 4; length++) {
    const character = bytes.toString('utf8', index, index + length);
    if ([...character].length === 1 && Buffer.from(character).equals(bytes.subarray(index, index + length)))
      return length;
  }
  return 0;
}

/** The bytes of a name or of text that contains names. */
export function bytesOfName(name: string): Buffer {
  if (name.isWellFormed()) return Buffer.from(name);
  const parts = name.split(/([\udc80-\udcff])/u);
  return Buffer.concat(
    parts.map((part) =>
      ESCAPES.test(part) && part.length === 1
        ? Buffer.of(part.charCodeAt(0) - FIRST_ESCAPE)
        : Buffer.from(part),
    ),
  );
}

/** The name for functions of the file system. */
export function pathOf(name: string): string | Buffer {
  return name.isWellFormed() ? name : bytesOfName(name);
}

/** The arguments of this process. Node.js has replaced bytes that are not UTF-8; Linux still has them. */
export function processArguments(): readonly string[] {
  const args = process.argv.slice(2);
  if (!args.some((arg) => arg.includes('\uFFFD'))) return args;
  try {
    const all = readFileSync('/proc/self/cmdline').toString('latin1').split('\0').slice(0, -1);
    return all.slice(all.length - args.length).map((arg) => nameOfBytes(Buffer.from(arg, 'latin1')));
  } catch {
    return args; // another system
  }
}
