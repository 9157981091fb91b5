import { closeSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { algorithmsAvailable, resolveAlgorithm } from '@countersign/core';
import { InputOutputError } from '../errors.ts';
import { chunks, isStandardInput, openFile } from '../io/files.ts';
import type { Io } from '../io/io.ts';
import { type Charset, charsetOf, decode } from '../io/text.ts';
import { type ChecksumLine, ChecksumReader } from './checksum-line.ts';

const MAX_LINE_BYTES = 1024 * 1024;
const NUL = 0;
const NEWLINE = 0x0a;

/** One line of a list. */
export interface ListLine {
  /** Counted from 1. */
  readonly number: number;
  /** Undefined for a malformed line. */
  readonly line: ChecksumLine | undefined;
}

/**
 * Reads the lines of a checksum list one by one: UTF-8 or UTF-16, with or without a byte order mark, LF or CRLF.
 *
 * @throws InputOutputError
 */
export function* readList(
  list: string,
  { isZero }: { readonly isZero: boolean },
  io: Io,
): Generator<ListLine> {
  const reader = new ChecksumReader(!isZero);
  let number = 0;
  for (const text of readLines(list, isZero ? NUL : NEWLINE, io)) {
    number += 1;
    const line = isZero ? text : text.replace(/\r$/, '');
    if (line === '' || line.startsWith('#')) continue;
    yield { number, line: reader.read(line) ?? bareDigest(line, list) };
  }
}

function* readLines(list: string, end: number, io: Io): Generator<string> {
  const isInput = isStandardInput(list);
  const label = isInput ? 'standard input' : list;
  const descriptor = isInput ? io.openInput() : openFile(list);
  try {
    let charset: Charset | undefined;
    let rest: Buffer = Buffer.alloc(0);
    for (const chunk of chunks(descriptor, label)) {
      let waiting = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      if (charset === undefined && waiting.length >= 4) {
        const start = charsetOf(waiting);
        charset = start.charset;
        waiting = waiting.subarray(start.markLength);
      }
      let position = 0;
      for (let next = endOfLine(waiting, 0, end, charset); next; ) {
        yield decode(waiting.subarray(position, next.start), charset ?? 'utf8');
        position = next.end;
        next = endOfLine(waiting, position, end, charset);
      }
      rest = Buffer.from(waiting.subarray(position));
      if (rest.length > MAX_LINE_BYTES) throw new InputOutputError(`${label}: a line is too long`);
    }
    if (rest.length > 0) yield decode(rest, charset ?? 'utf8');
  } finally {
    if (!isInput) closeSync(descriptor);
  }
}

/** Where the line ends, and where the next one starts. */
function endOfLine(
  bytes: Buffer,
  position: number,
  end: number,
  charset: Charset = 'utf8',
): { readonly start: number; readonly end: number } | undefined {
  if (charset === 'utf8') {
    const index = bytes.indexOf(end, position);
    return index === -1 ? undefined : { start: index, end: index + 1 };
  }
  const unit = charset === 'utf16le' ? Buffer.of(end, 0) : Buffer.of(0, end);
  let index = bytes.indexOf(unit, position);
  // A match between two characters does not count.
  while (index !== -1 && (index - position) % 2 === 1) index = bytes.indexOf(unit, index + 1);
  return index === -1 ? undefined : { start: index, end: index + 2 };
}

/** A list such as `file.iso.sha256` may contain only the digest of `file.iso`. */
function bareDigest(line: string, list: string): ChecksumLine | undefined {
  const digest = /^\s*([0-9a-f]{32,128})\s*$/i.exec(line)?.[1];
  const extension = extname(list);
  const name = basename(list, extension);
  if (digest === undefined || extension === '' || name === '' || isStandardInput(list)) return undefined;
  const algorithm = algorithmNamed(extension.slice(1));
  return {
    name: list.includes('/') ? join(dirname(list), name) : name,
    digest: digest.toLowerCase(),
    ...(algorithm !== undefined && { algorithm }),
  };
}

function algorithmNamed(extension: string): string | undefined {
  const names: Readonly<Record<string, string>> = { b2: 'blake2b', b3: 'blake3' };
  try {
    const { name } = resolveAlgorithm(names[extension] ?? extension);
    return algorithmsAvailable().has(name) ? name : undefined;
  } catch {
    return undefined;
  }
}
