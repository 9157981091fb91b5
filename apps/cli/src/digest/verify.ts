import { compareDigest, createHash, type HashOptions } from '@countersign/core';
import { type ExitCode, UsageError, VerificationError } from '../errors.ts';
import type { Io } from '../io/io.ts';
import { candidates, type Method, SIZES } from './candidates.ts';
import { digestFiles, type Files } from './digest-files.ts';
import { readExpected } from './expected.ts';
import { firstMatch } from './first-match.ts';

/** The digest of `--verify`. */
export interface ExpectedDigest {
  readonly hex: string;
  /** The digest to try first. */
  readonly first: Method;
  /** The others of this length. Empty if the algorithm is named. */
  readonly others: readonly Method[];
}

/** Reads the digest of `--verify`. @throws UsageError, VerificationError */
export function readExpectedDigest(
  given: string,
  requested: string | undefined,
  parameters: HashOptions,
): ExpectedDigest {
  const hasParameters = Object.keys(parameters).length > 0;
  const named = requested ?? (hasParameters ? 'sha256' : undefined);
  const size = named === undefined ? undefined : createHash(named, parameters).digestSize;
  const expected = readExpected(given, size === undefined ? SIZES : [size]);
  if (!expected)
    throw new VerificationError(
      size === undefined ? '--verify is not a digest.' : `--verify is not a digest of ${size} bytes.`,
    );
  const { bytes, algorithm } = expected;
  if (algorithm !== undefined && requested !== undefined && algorithm !== requested)
    throw new UsageError(`--verify names ${algorithm}, but --algorithm names ${requested}.`);
  const hex = Buffer.from(bytes).toString('hex');
  const [first, ...others] = methodsOf(hex, algorithm ?? named, parameters);
  if (first !== undefined) return { hex, first, others };
  throw new VerificationError(`--verify has ${bytes.length} bytes, and no digest has this length.`);
}

function methodsOf(hex: string, algorithm: string | undefined, parameters: HashOptions): readonly Method[] {
  if (algorithm === undefined) return candidates({ name: '', digest: hex }, undefined);
  const size = createHash(algorithm, parameters).digestSize;
  if (hex.length === size * 2) return [{ algorithm, parameters }];
  throw new VerificationError(
    `--verify has ${hex.length / 2} bytes, but a ${algorithm} digest has ${size}. Is --algorithm right?`,
  );
}

/** Compares files with a digest, and reports those that differ. */
export async function verifyFiles(files: Files, expected: ExpectedDigest, io: Io): Promise<ExitCode> {
  const { hex, first, others } = expected;
  let isMatched = true;
  const errors = await digestFiles(files, first, io, async (name, digest) => {
    if (compareDigest(digest, hex)) return;
    // Standard input cannot be read again.
    const found = name === '-' ? undefined : await firstMatch(name, hex, others, io);
    if (found !== undefined) return noteAlgorithm(name, found, io);
    isMatched = false;
    if (!io.isJson) io.note(`countersign: ${difference(name, expected)}`);
  });
  const matched = isMatched && errors.length === 0;
  if (io.isJson) io.result('', { matched, errors });
  if (errors.length > 0) return 3;
  return matched ? 0 : 1;
}

function difference(name: string, { first, others }: ExpectedDigest): string {
  if (name !== '-') return `${name}: the digest differs`;
  const help =
    others.length > 0 ? `. It was compared as ${first.algorithm}; for others pass --algorithm` : '';
  return `standard input: the digest differs${help}`;
}

/** Compares text with a digest. */
export function verifyText(text: string, { hex, first, others }: ExpectedDigest, io: Io): ExitCode {
  const found = [first, ...others].find(({ algorithm, parameters }) =>
    compareDigest(createHash(algorithm, parameters).update(text).digest('hex'), hex),
  );
  if (found !== undefined && found !== first) noteAlgorithm('the text', found, io);
  const matched = found !== undefined;
  if (io.isJson) io.result('', { matched, errors: [] });
  else if (!matched) io.note('countersign: The digest of the text differs.');
  return matched ? 0 : 1;
}

function noteAlgorithm(name: string, { algorithm }: Method, io: Io): void {
  if (!io.isJson)
    io.note(
      `countersign: ${name}: the digest is ${algorithm}. Pass --algorithm ${algorithm} to try no others`,
    );
}
