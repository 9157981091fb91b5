import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromHex, hash } from '@countersign/core';
import { BreachSourceError } from '../errors.ts';
import { type BreachSource, parseRange } from './breach.ts';

/** A folder of range files named by their five digits (`21BD1.txt` or `21BD1`), as the downloaders of Pwned Passwords leave it. */
export function rangeDirectory(folder: string): BreachSource {
  return {
    async range(prefix) {
      for (const name of [`${prefix}.txt`, prefix]) {
        try {
          return parseRange(await readFile(join(folder, name), 'utf8'));
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
  const entries = new Set<string>();
  for (const password of passwords)
    if (password !== '') entries.add(hash('sha1', password, { encoding: 'hex' }).slice(0, ENTRY_BYTES * 2));
  const file = new Uint8Array(HEADER_BYTES + entries.size * ENTRY_BYTES);
  file.set(MAGIC);
  new DataView(file.buffer).setBigUint64(MAGIC.length, BigInt(entries.size));
  for (const [index, entry] of [...entries].sort().entries())
    file.set(fromHex(entry), HEADER_BYTES + index * ENTRY_BYTES);
  return file;
}

/** A filter file made by {@link buildBlocklist}. It is searched where it lies, and knows no counts: each of its passwords has 1. */
export function blocklistFile(path: string): BreachSource {
  return {
    async range(prefix) {
      let file: FileHandle | undefined;
      try {
        file = await open(path);
        return await readRange(file, prefix);
      } catch (error) {
        if (error instanceof BreachSourceError) throw error;
        throw new BreachSourceError('the filter file cannot be read', { cause: error });
      } finally {
        await file?.close();
      }
    },
  };
}

async function readRange(file: FileHandle, prefix: string): Promise<ReadonlyMap<string, number>> {
  const header = await readAt(file, 0, HEADER_BYTES);
  if (Buffer.compare(header.subarray(0, MAGIC.length), MAGIC) !== 0)
    throw new BreachSourceError('the file is no filter of passwords');
  const count = Number(header.readBigUInt64BE(MAGIC.length));
  const from = await lowerBound(file, count, `${prefix}${'0'.repeat(11)}`);
  const to = await lowerBound(file, count, `${prefix}${'F'.repeat(11)}`);
  const end = Math.min(count, to + 1);
  const entries = await readAt(file, HEADER_BYTES + from * ENTRY_BYTES, (end - from) * ENTRY_BYTES);
  return new TruncatedSuffixes(entries.toString('hex').toUpperCase(), prefix);
}

/** The digests of a filter are cut: a suffix is found by its beginning. */
class TruncatedSuffixes extends Map<string, number> {
  readonly #known: ReadonlySet<string>;

  constructor(hex: string, prefix: string) {
    super();
    this.#known = new Set(hex.match(/.{16}/g)?.filter((entry) => entry.startsWith(prefix)));
    this.#prefix = prefix;
  }

  readonly #prefix: string;

  override get(suffix: string): number | undefined {
    return this.#known.has(`${this.#prefix}${suffix}`.slice(0, ENTRY_BYTES * 2)) ? 1 : undefined;
  }
}

async function lowerBound(file: FileHandle, count: number, entry: string): Promise<number> {
  const wanted = Buffer.from(entry, 'hex');
  let [low, high] = [0, count];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const found = await readAt(file, HEADER_BYTES + middle * ENTRY_BYTES, ENTRY_BYTES);
    if (Buffer.compare(found, wanted) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead !== length) throw new BreachSourceError('the filter file is cut off');
  return buffer;
}
