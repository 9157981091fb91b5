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

/** BSD's `SHA256 (file) = hex`, and OpenSSL's `SHA2-256(file)= hex`. */
const TAGGED = /^[ \t]*(\\?)([A-Za-z0-9/_-]{2,20}?)(?:-(\d{1,3}))? ?\((.+)\)[ \t]*=[ \t]*([0-9a-fA-F]+)$/s;
const PLAIN = /^[ \t]*(\\?)([0-9a-fA-F]{8,}) (.+)$/s;

/** Tags of these carry the length in bits: `BLAKE2b-128 (file) = …`. For others a number is part of the name. */
const HAS_LENGTH = /^blake2[bs]$/i;

/**
 * Reads lines as `sha256sum`, `b2sum`, `shasum`, OpenSSL and BSD's tools write them. A list is one reader's: once a line has one
 * space before its name, as BSD's `md5 -r` writes, all have, and a second space belongs to the name.
 */
export class ChecksumReader {
  #isReversed: boolean | undefined;
  readonly #isEscaped: boolean;

  /** @param isEscaped whether names may be escaped: a leading backslash says so, and with NUL-ended lines none is */
  constructor(isEscaped: boolean) {
    this.#isEscaped = isEscaped;
  }

  /** One line, without its end; undefined when it has no digest. */
  read(line: string): ChecksumLine | undefined {
    const [, tagMarker, base = '', bits, tagName = '', tagDigest] = TAGGED.exec(line) ?? [];
    if (tagDigest !== undefined) {
      const isLength = bits !== undefined && HAS_LENGTH.test(base);
      const algorithm = bits !== undefined && !isLength ? `${base}-${bits}` : base;
      const length = isLength ? { length: Number(bits) / 8 } : {};
      return this.#entry(tagMarker, tagName, tagDigest, { algorithm, ...length });
    }
    const [, marker, digest, rest] = PLAIN.exec(line) ?? [];
    if (digest === undefined || rest === undefined) return undefined;
    const hasMode = rest.length > 1 && (rest.startsWith(' ') || rest.startsWith('*'));
    if (hasMode) this.#isReversed ??= false;
    else if (this.#isReversed === false) return undefined;
    else this.#isReversed = true;
    return this.#entry(marker, this.#isReversed ? rest : rest.slice(1), digest, {});
  }

  #entry(
    marker: string | undefined,
    name: string,
    digest: string,
    tag: Pick<ChecksumLine, 'algorithm' | 'length'>,
  ): ChecksumLine | undefined {
    const readName = unescapeName(name, marker !== '' && this.#isEscaped);
    if (readName === undefined || digest.length % 2 === 1) return undefined;
    return { name: readName, digest: digest.toLowerCase(), ...tag };
  }
}

function unescapeName(name: string, isEscaped: boolean): string | undefined {
  if (name.includes('\0')) return undefined;
  if (!isEscaped) return name;
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

/** A name as it is shown in a line: one with a newline, a carriage return or a backslash is escaped, as coreutils do. */
export function escapeName(name: string): { readonly marker: string; readonly shown: string } {
  if (!/[\\\n\r]/.test(name)) return { marker: '', shown: name };
  return {
    marker: '\\',
    shown: name.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r'),
  };
}

/** Writes a line, with its end. */
export function formatChecksumLine(
  { name, digest }: ChecksumLine,
  label: string,
  { isTagged, isZero }: ChecksumStyle,
): string {
  const { marker, shown } = isZero ? { marker: '', shown: name } : escapeName(name);
  const line = isTagged ? `${label} (${shown}) = ${digest}` : `${digest}  ${shown}`;
  return `${marker}${line}${isZero ? '\0' : '\n'}`;
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
