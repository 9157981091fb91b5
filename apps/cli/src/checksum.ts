/** One line of a list of digests. */
export interface ChecksumLine {
  readonly name: string;
  /** Lower-case hexadecimal. */
  readonly digest: string;
  /** The algorithm that the line itself names, as BSD and `--tag` lines do. */
  readonly algorithm?: string;
  /** Bytes of the digest, where a BLAKE2 tag names them. */
  readonly length?: number;
}

const TAGGED = /^(\\?)([A-Za-z0-9/_-]{2,20}?)(?:-(\d{1,3}))? ?\((.*)\) = ([0-9a-fA-F]+)$/s;
const PLAIN = /^(\\?)([0-9a-fA-F]+) [ *](.+)$/s;

/** BLAKE2 tags carry the length in bits: `BLAKE2b-128 (file) = …`. For others a number is part of the name. */
const HAS_LENGTH = /^blake2[bs]p?$/i;

/**
 * Reads a line as `sha256sum`, `b2sum`, `shasum` and BSD's tools write it; undefined when it is none.
 *
 * @param isEscaped whether names may be escaped: a leading backslash says so, and with NUL-ended lines none is
 */
export function parseChecksumLine(line: string, isEscaped = true): ChecksumLine | undefined {
  const tagged = TAGGED.exec(line);
  if (tagged) {
    const [, marker, base = '', bits, name = '', digest = ''] = tagged;
    const isLength = bits !== undefined && HAS_LENGTH.test(base);
    const algorithm = bits !== undefined && !isLength ? `${base}-${bits}` : base;
    if (digest.length % 2 === 1) return undefined;
    const readName = unescapeName(name, marker !== '' && isEscaped);
    if (readName === undefined) return undefined;
    return {
      name: readName,
      digest: digest.toLowerCase(),
      algorithm,
      ...(isLength && { length: Number(bits) / 8 }),
    };
  }
  const [, marker, digest, name] = PLAIN.exec(line) ?? [];
  if (digest === undefined || name === undefined || digest.length % 2 === 1 || digest.length < 8)
    return undefined;
  const readName = unescapeName(name, marker !== '' && isEscaped);
  return readName === undefined ? undefined : { name: readName, digest: digest.toLowerCase() };
}

function unescapeName(name: string, isEscaped: boolean): string | undefined {
  if (!isEscaped) return name.includes('\0') ? undefined : name;
  if (/\\(?![\\nr])/.test(name.replace(/\\\\/g, ''))) return undefined;
  return name.replace(/\\([\\nr])/g, (_, letter: string) => ({ n: '\n', r: '\r' })[letter] ?? '\\');
}

/** How lines are written. */
export interface ChecksumStyle {
  /** Names the algorithm, as BSD does. */
  readonly isTagged: boolean;
  /** Ends lines in NUL and escapes nothing. */
  readonly isZero: boolean;
}

/** Writes a line, with its end. Names with a newline, a carriage return or a backslash are escaped, as coreutils do. */
export function formatChecksumLine(
  { name, digest }: ChecksumLine,
  label: string,
  { isTagged, isZero }: ChecksumStyle,
): string {
  const isEscaped = !isZero && /[\\\n\r]/.test(name);
  const shown = isEscaped
    ? name.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
    : name;
  const line = isTagged ? `${label} (${shown}) = ${digest}` : `${digest}  ${shown}`;
  return `${isEscaped ? '\\' : ''}${line}${isZero ? '\0' : '\n'}`;
}

/** The algorithm's name as coreutils write it in a tag. */
export function tagLabel(algorithm: string, length: number, fullLength: number): string {
  const names: Readonly<Record<string, string>> = {
    blake2b: 'BLAKE2b',
    blake2s: 'BLAKE2s',
    blake3: 'BLAKE3',
  };
  const name = names[algorithm] ?? algorithm.toUpperCase();
  return algorithm.startsWith('blake2') && length !== fullLength ? `${name}-${length * 8}` : name;
}
