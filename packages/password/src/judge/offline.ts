import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hash } from '@countersign/core';
import { BreachSourceError } from '../errors.ts';
import { type BreachSource, PREFIX_LENGTH, parseRange } from './breach.ts';

/** A folder of range files named by their five digits (`21BD1.txt` or `21BD1`), as the downloaders of Pwned Passwords leave it. */
export function rangeDirectory(folder: string): BreachSource {
  return {
    async count(digest) {
      const prefix = digest.slice(0, PREFIX_LENGTH);
      for (const name of [`${prefix}.txt`, prefix]) {
        try {
          const counts = parseRange(await readFile(join(folder, name), 'utf8'));
          return counts.get(digest.slice(PREFIX_LENGTH)) ?? 0;
        } catch (error) {
          if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT'))
            throw new BreachSourceError('a range file cannot be read', { cause: error });
        }
      }
      throw new BreachSourceError(`there is no range file for ${prefix}`);
    },
  };
}

// A filter file: this line, the number of entries (8 bytes, big-endian), then the first ENTRY_BYTES of each SHA-1, sorted.
const MAGIC = new TextEncoder().encode('countersign blocklist 1\n');
const HEADER_BYTES = MAGIC.length + 8;
/** With n passwords, one in 2^64 / n others is taken for one of them: for a billion, one in eighteen billion. */
const ENTRY_BYTES = 8;

/** Writes a compact filter of passwords: eight bytes for each, whatever its length. */
export function buildBlocklist(passwords: Iterable<string>): Uint8Array {
  const entries = distinct(sorted(passwords));
  const file = new Uint8Array(HEADER_BYTES + entries.length * ENTRY_BYTES);
  file.set(MAGIC);
  const fields = new DataView(file.buffer);
  fields.setBigUint64(MAGIC.length, BigInt(entries.length));
  entries.forEach((entry, index) => {
    fields.setBigUint64(HEADER_BYTES + index * ENTRY_BYTES, entry);
  });
  return file;
}

/** The entries of all passwords in order. Eight bytes each, so that lists of many millions fit into memory. */
function sorted(passwords: Iterable<string>): BigUint64Array {
  let entries = new BigUint64Array(1024);
  let count = 0;
  for (const password of passwords) {
    if (password === '') continue;
    if (count === entries.length) {
      const more = new BigUint64Array(count * 2);
      more.set(entries);
      entries = more;
    }
    const digest = hash('sha1', password);
    entries[count] = new DataView(digest.buffer, digest.byteOffset).getBigUint64(0);
    count += 1;
  }
  return entries.subarray(0, count).sort();
}

function distinct(entries: BigUint64Array): BigUint64Array {
  return entries.filter((entry, index) => index === 0 || entry !== entries[index - 1]);
}

/** A filter file made by {@link buildBlocklist}. It is searched where it lies, and knows no counts: each of its passwords has 1. */
export function blocklistFile(path: string): BreachSource {
  return {
    async count(digest) {
      let file: FileHandle | undefined;
      try {
        file = await open(path);
        return await search(file, BigInt(`0x${digest.slice(0, ENTRY_BYTES * 2)}`));
      } catch (error) {
        if (error instanceof BreachSourceError) throw error;
        throw new BreachSourceError('the filter file cannot be read', { cause: error });
      } finally {
        await file?.close();
      }
    },
  };
}

async function search(file: FileHandle, wanted: bigint): Promise<number> {
  const header = await readAt(file, 0, HEADER_BYTES);
  if (Buffer.compare(header.subarray(0, MAGIC.length), MAGIC) !== 0)
    throw new BreachSourceError('the file is no filter of passwords');
  let [low, high] = [0, Number(header.readBigUInt64BE(MAGIC.length))];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const found = (await readAt(file, HEADER_BYTES + middle * ENTRY_BYTES, ENTRY_BYTES)).readBigUInt64BE();
    if (found === wanted) return 1;
    if (found < wanted) low = middle + 1;
    else high = middle;
  }
  return 0;
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead !== length) throw new BreachSourceError('the filter file is cut off');
  return buffer;
}
