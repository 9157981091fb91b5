import {
  algorithmsAvailable,
  compareDigest,
  InvalidArgumentError,
  resolveAlgorithm,
} from '@countersign/core';
import type { Arguments, ExitCode } from '../args/command.ts';
import { type ChecksumLine, parseChecksumLine } from '../checksum.ts';
import { digestOf } from '../digest-of.ts';
import { fileError, type Io, readFileArgument } from '../io/io.ts';

interface Tally {
  checked: number;
  mismatched: number;
  unreadable: number;
  malformed: number;
  valid: number;
}

/** The digest that `sha256sum` and its relatives mean by a plain line of this many hexadecimal digits, unless one is named. */
const BY_LENGTH: ReadonlyMap<number, string> = new Map([
  [32, 'md5'],
  [40, 'sha1'],
  [56, 'sha224'],
  [64, 'sha256'],
  [96, 'sha384'],
  [128, 'sha512'],
]);

/** Checks every file that the lists name, and says for each whether it matches. Exit codes are coreutils'. */
export async function checkLists(args: Arguments, io: Io, algorithm: string | undefined): Promise<ExitCode> {
  let exit: ExitCode = 0;
  for (const list of args.positionals.length > 0 ? args.positionals : ['-']) {
    const outcome = await checkList(list, args, io, algorithm);
    if (outcome !== 0 && exit !== 3) exit = outcome;
  }
  return exit;
}

async function checkList(
  list: string,
  args: Arguments,
  io: Io,
  algorithm: string | undefined,
): Promise<ExitCode> {
  const say = (text: string): void => {
    if (!args.flag('status')) io.note(`countersign: ${list}: ${text}`);
  };
  const tally: Tally = { checked: 0, mismatched: 0, unreadable: 0, malformed: 0, valid: 0 };
  const isZero = args.flag('zero');
  const lines = (await readFileArgument(list, io)).toString().split(isZero ? '\0' : '\n');
  if (lines.at(-1) === '') lines.pop();
  for (const [index, line] of lines.entries()) {
    const entry = resolve(parseChecksumLine(isZero ? line : line.replace(/\r$/, ''), !isZero), algorithm);
    if (!entry) {
      tally.malformed += 1;
      if (args.flag('warn')) say(`line ${index + 1} is no digest`);
      continue;
    }
    tally.valid += 1;
    await checkFile(entry, args, io, tally);
  }
  if (tally.valid === 0) {
    io.note(`countersign: ${list}: no properly formatted checksum lines found`);
    return 1;
  }
  if (tally.malformed > 0)
    say(
      `WARNING: ${tally.malformed} ${tally.malformed === 1 ? 'line is' : 'lines are'} improperly formatted`,
    );
  if (tally.unreadable > 0)
    say(`WARNING: ${tally.unreadable} listed ${tally.unreadable === 1 ? 'file' : 'files'} could not be read`);
  if (tally.mismatched > 0)
    say(
      `WARNING: ${tally.mismatched} computed ${tally.mismatched === 1 ? 'checksum' : 'checksums'} did NOT match`,
    );
  if (tally.checked === 0 && args.flag('ignore-missing')) {
    say('no file was verified');
    return 1;
  }
  return tally.mismatched > 0 || tally.unreadable > 0 || (args.flag('strict') && tally.malformed > 0) ? 1 : 0;
}

interface Resolved extends ChecksumLine {
  readonly algorithm: string;
}

/** Finds the algorithm of a line: its own tag's, which must be the one asked for, if any; that; or the one of its length. */
function resolve(line: ChecksumLine | undefined, asked: string | undefined): Resolved | undefined {
  if (!line) return undefined;
  const wanted = asked === undefined ? undefined : resolveAlgorithm(asked);
  const name = line.algorithm ?? wanted?.name ?? BY_LENGTH.get(line.digest.length);
  if (name === undefined) return undefined;
  try {
    const info = resolveAlgorithm(name);
    if (wanted && wanted.name !== info.name) return undefined;
    const isSized = info.family !== 'fixed';
    const length = line.length ?? line.digest.length / 2;
    const isRightLength = line.digest.length === length * 2 && (isSized || length === info.digestSize);
    if (!isRightLength || !algorithmsAvailable().has(info.name)) return undefined;
    return { ...line, algorithm: info.name, ...(isSized && length !== info.digestSize && { length }) };
  } catch (error) {
    if (error instanceof InvalidArgumentError) return undefined;
    throw error;
  }
}

async function checkFile(
  { name, digest, algorithm, length }: Resolved,
  args: Arguments,
  io: Io,
  tally: Tally,
): Promise<void> {
  const isSilent = args.flag('status');
  const shown = /[\n\r\\]/.test(name)
    ? `\\${name.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}`
    : name;
  try {
    const actual = await digestOf(name, algorithm, length === undefined ? {} : { length }, io);
    tally.checked += 1;
    const isSame = compareDigest(actual, digest);
    if (!isSame) tally.mismatched += 1;
    if (!isSilent && !(isSame && args.flag('quiet'))) io.print(`${shown}: ${isSame ? 'OK' : 'FAILED'}`);
  } catch (error) {
    const failure = fileError(name, error);
    if (args.flag('ignore-missing') && failure.message.includes('no such file')) return;
    tally.unreadable += 1;
    if (isSilent) return;
    io.note(`countersign: ${failure.message}`);
    io.print(`${shown}: FAILED open or read`);
  }
}
