/** One line of a checksum list. */
export interface ChecksumLine {
  readonly name: string;
  /** Lower-case hexadecimal. */
  readonly digest: string;
  /** The algorithm of a BSD or `--tag` line. */
  readonly algorithm?: string;
  /** The bytes of the digest, if a BLAKE2 tag contains them. */
  readonly length?: number;
}

/** BSD's `SHA256 (file) = hex`, and OpenSSL's `SHA2-256(file)= hex`. */
const TAGGED = /^[ \t]*(\\?)([A-Za-z0-9/_-]{2,20}?)(?:-(\d{1,3}))? ?\((.+)\)[ \t]*=[ \t]*([0-9a-fA-F]+)$/s;
const PLAIN = /^[ \t]*(\\?)([0-9a-fA-F]{8,}) (.+)$/s;

/** Tags of BLAKE2 contain the length in bits, as in `BLAKE2b-128 (file) = …`. In others a number is part of the name. */
const HAS_LENGTH = /^blake2[bs]$/i;

/**
 * Reads lines of `sha256sum`, `b2sum`, `shasum`, OpenSSL and BSD's tools. Use one reader per list: if a line has only one
 * space before its name, as in BSD's `md5 -r`, all lines have, and a second space belongs to the name.
 */
export class ChecksumReader {
  #isReversed: boolean | undefined;
  readonly #isEscaped: boolean;

  /** @param isEscaped whether names can be escaped. NUL-ended lines never are. */
  constructor(isEscaped: boolean) {
    this.#isEscaped = isEscaped;
  }

  /** One line without its end; undefined if it contains no digest. */
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

/** The style of written lines. */
export interface ChecksumStyle {
  /** The line contains the algorithm, as BSD's do. */
  readonly isTagged: boolean;
  /** The line ends in NUL and escapes nothing. */
  readonly isZero: boolean;
}

/** A name with a newline, a carriage return or a backslash is escaped, as in coreutils. */
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

/** The algorithm's name in a tag of coreutils. */
export function tagLabel(algorithm: string, length: number, fullLength: number): string {
  const names: Readonly<Record<string, string>> = {
    blake2b: 'BLAKE2b',
    blake2s: 'BLAKE2s',
    blake3: 'BLAKE3',
  };
  const name = names[algorithm] ?? algorithm.toUpperCase();
  return algorithm.startsWith('blake2') && length !== fullLength ? `${name}-${length * 8}` : name;
}
