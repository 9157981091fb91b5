import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { string } from '@countersign/core/internal';
import { BreachSourceError } from '../errors.ts';
import { DigestTable } from './blocklist.ts';
import { type BreachSource, passwordDigest } from './breach.ts';
import { checkDigest } from './range.ts';

const DIGEST_LINE = /^([0-9A-Fa-f]{40})(?::(\d{1,10}))?$/;
/** No line of digests is longer. */
const MAX_DIGEST_LINE = 64;
const MAX_PASSWORD_LINE = 4096;

/**
 * A file of forbidden passwords, in one of two forms. The first line decides which.
 *
 * - SHA-1 digests, sorted, as `buildBlocklist` writes them and as Pwned Passwords offers them ("ordered by hash"). The file is
 *   searched on the disk, so its size does not matter.
 * - Passwords, one a line, in any order. The first look-up reads them, and keeps 8 bytes for each in memory.
 *
 * A file that is empty, not UTF-8 or not sorted raises `ERR_BREACH_SOURCE`.
 */
export function blocklistFile(path: string): BreachSource {
  const name = string(path, 'path');
  let passwords: Promise<DigestTable> | undefined;
  return {
    async count(value) {
      const digest = checkDigest(value);
      try {
        if (!passwords && (await hasDigests(name))) return await searchFile(name, digest);
        passwords ??= readPasswords(name);
        return (await passwords).has(digest) ? 1 : 0;
      } catch (error) {
        passwords = undefined;
        throw error instanceof BreachSourceError
          ? error
          : new BreachSourceError('the blocklist cannot be read', { cause: error });
      }
    },
  };
}

async function hasDigests(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const [line = ''] = (await readAt(file, 0)).split(/\r?\n/);
    return DIGEST_LINE.test(line);
  } finally {
    await file.close();
  }
}

async function searchFile(path: string, digest: string): Promise<number> {
  const file = await open(path);
  try {
    let [low, high] = [0, (await file.stat()).size];
    let [lowest, highest] = ['', 'G'];
    while (low < high) {
      const line = await lineAt(file, Math.floor((low + high) / 2));
      if (line.digest <= lowest || line.digest >= highest)
        throw new BreachSourceError('the blocklist is not sorted, or has a line twice');
      if (line.digest === digest) return line.count;
      if (line.digest < digest) {
        low = line.end;
        lowest = line.digest;
      } else {
        high = line.start;
        highest = line.digest;
      }
    }
    return 0;
  } finally {
    await file.close();
  }
}

/** The line at a position in the file. */
async function lineAt(
  file: FileHandle,
  position: number,
): Promise<{
  readonly start: number;
  readonly end: number;
  readonly digest: string;
  readonly count: number;
}> {
  const from = Math.max(0, position - MAX_DIGEST_LINE);
  const window = await readAt(file, from);
  const start = position === 0 ? 0 : window.lastIndexOf('\n', position - from - 1) + 1;
  const newline = window.indexOf('\n', position - from);
  const end = newline < 0 ? window.length : newline;
  const [, digest = '', count = '1'] = DIGEST_LINE.exec(window.slice(start, end).replace('\r', '')) ?? [];
  if (digest === '') throw new BreachSourceError('the blocklist has a line that is not a SHA-1');
  return { start: from + start, end: from + end + 1, digest: digest.toUpperCase(), count: Number(count) };
}

/** As many bytes as two lines have, as one character each. */
async function readAt(file: FileHandle, position: number): Promise<string> {
  const buffer = Buffer.alloc(2 * MAX_DIGEST_LINE);
  const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
  return buffer.toString('latin1', 0, bytesRead);
}

async function readPasswords(path: string): Promise<DigestTable> {
  const table = new DigestTable();
  for await (const password of linesOf(path)) table.add(passwordDigest(password, 'blocklist'));
  if (table.size === 0) throw new BreachSourceError('the blocklist is empty');
  table.sort();
  return table;
}

/** The lines of a UTF-8 file that are not empty. */
async function* linesOf(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const chunk of createReadStream(path)) {
    const lines = `${rest}${decoder.decode(chunk, { stream: true })}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield* checkedLine(line);
    checkedLine(rest);
  }
  yield* checkedLine(rest + decoder.decode());
}

function checkedLine(line: string): readonly string[] {
  const password = line.replace('\r', '');
  // UTF-16 without a byte order mark is valid UTF-8 full of NULs.
  if (password.length > MAX_PASSWORD_LINE || password.includes('\0'))
    throw new BreachSourceError('the blocklist is not a UTF-8 text with one password a line');
  return password === '' ? [] : [password];
}
