import { type Bytes, fromBase64 } from '@countersign/core/internal';
import { InvalidKeyError } from '../../errors.ts';

/** The kind of key in a block, or the reason why it cannot be read. */
type Label =
  | { readonly kind: 'private' | 'public' | 'certificate' }
  | { readonly kind: 'companion' }
  | { readonly kind: 'unsupported'; readonly advice: string };

const CONVERT_REQUEST = 'Extract the public key: `openssl req -in FILE -pubkey -noout`.';
const CONVERT_PKCS7 = 'Extract the certificates: `openssl pkcs7 -in FILE -print_certs -out cert.pem`.';

/** The labels of PEM blocks (RFC 7468 section 4, and older ones of OpenSSL and OpenSSH). */
const LABELS: ReadonlyMap<string, Label> = new Map<string, Label>([
  ['PRIVATE KEY', { kind: 'private' }],
  ['ENCRYPTED PRIVATE KEY', { kind: 'private' }],
  ['RSA PRIVATE KEY', { kind: 'private' }],
  ['EC PRIVATE KEY', { kind: 'private' }],
  ['OPENSSH PRIVATE KEY', { kind: 'private' }],
  ['PUBLIC KEY', { kind: 'public' }],
  ['RSA PUBLIC KEY', { kind: 'public' }],
  ['EC PUBLIC KEY', { kind: 'public' }],
  ['CERTIFICATE', { kind: 'certificate' }],
  ['X509 CERTIFICATE', { kind: 'certificate' }],
  ['TRUSTED CERTIFICATE', { kind: 'certificate' }],
  ['EC PARAMETERS', { kind: 'companion' }],
  ['DH PARAMETERS', { kind: 'companion' }],
  ['X509 CRL', { kind: 'companion' }],
  ['CERTIFICATE REQUEST', { kind: 'unsupported', advice: CONVERT_REQUEST }],
  ['NEW CERTIFICATE REQUEST', { kind: 'unsupported', advice: CONVERT_REQUEST }],
  ['PKCS7', { kind: 'unsupported', advice: CONVERT_PKCS7 }],
  ['PGP PUBLIC KEY BLOCK', { kind: 'unsupported', advice: 'OpenPGP keys are not for JWS.' }],
  ['PGP PRIVATE KEY BLOCK', { kind: 'unsupported', advice: 'OpenPGP keys are not for JWS.' }],
  ['DSA PRIVATE KEY', { kind: 'unsupported', advice: 'No JWS algorithm uses DSA.' }],
]);

/** One key of a PEM text. */
export interface PemBlock {
  readonly label: string;
  readonly kind: 'private' | 'public';
  /** The decoded content. It is encrypted if `encryption` is there. */
  readonly der: Bytes;
  /** The header lines of OpenSSL's old encryption (RFC 1421 section 4.6), in normal form. */
  readonly encryption?: string;
}

interface RawBlock {
  readonly label: string;
  readonly body: string;
}

const BEGIN = '-----BEGIN ';
const DASHES = '-----';
const LABEL = /^[A-Z0-9 ]{1,40}$/;

/** Whether a text contains the start of a PEM block. */
export function isPem(text: string): boolean {
  return text.includes(BEGIN);
}

/**
 * Finds the key in a PEM text. Text around it is skipped, and so are parameters. Of a chain of certificates, the first
 * is the one of the key's owner.
 *
 * @param kind the half that is needed, if the text has both
 * @throws {@link InvalidKeyError}
 */
export function readPem(text: string, kind: 'private' | 'public' | undefined): PemBlock {
  return decode(choose(readBlocks(withLineBreaks(text)), kind));
}

/** Environment variables and JSON often contain line breaks as two characters. */
function withLineBreaks(text: string): string {
  return text.replaceAll(/\\[rnt]/g, '\n');
}

/** Finds the blocks in one pass, so that a text of many beginnings takes linear time. */
function readBlocks(text: string): readonly RawBlock[] {
  const blocks: RawBlock[] = [];
  for (let start = text.indexOf(BEGIN); start !== -1; start = text.indexOf(BEGIN, start + 1)) {
    const labelEnd = text.indexOf(DASHES, start + BEGIN.length);
    const label = text.slice(start + BEGIN.length, labelEnd);
    if (labelEnd === -1 || !LABEL.test(label)) throw incomplete();
    const last = `-----END ${label}-----`;
    const end = text.indexOf(last, labelEnd);
    const body = text.slice(labelEnd + DASHES.length, end);
    if (end === -1 || body.includes(BEGIN)) throw incomplete();
    blocks.push({ label, body });
    start = end;
  }
  return blocks;
}

function incomplete(): InvalidKeyError {
  return new InvalidKeyError('The PEM is incomplete: its BEGIN and END lines do not match.');
}

function choose(blocks: readonly RawBlock[], kind: 'private' | 'public' | undefined): RawBlock {
  const keys = blocks.filter(({ label }) => LABELS.get(label)?.kind !== 'companion');
  const wanted = kind === undefined ? [] : keys.filter(({ label }) => isOfKind(label, kind));
  const [first, ...others] = wanted.length > 0 ? wanted : keys;
  if (!first) throw new InvalidKeyError('The PEM has no key, only parameters.');
  const isChain = [first, ...others].every(({ label }) => LABELS.get(label)?.kind === 'certificate');
  if (others.length === 0 || isChain) return first;
  const names = [first, ...others].map(({ label }) => label);
  const shown = `${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}`;
  throw new InvalidKeyError(
    `The PEM has several keys (${shown}). Pass one of them, or select one with the option kind.`,
  );
}

function isOfKind(label: string, kind: 'private' | 'public'): boolean {
  const found = LABELS.get(label)?.kind;
  return found === kind || (found === 'certificate' && kind === 'public');
}

/** RFC 1421 section 4.6.1.1 and 4.6.1.3, as OpenSSL writes them. */
const LEGACY_ENCRYPTION =
  /^\s*Proc-Type:\s{0,9}4,\s{0,9}ENCRYPTED\s+DEK-Info:\s{0,9}([A-Z0-9-]{1,20}),\s{0,9}([0-9A-Fa-f]{16,32})(?=\s)/;

/** Only these blocks can be encrypted in the old way. PKCS#8 has its own encryption. */
const LEGACY_LABELS: ReadonlySet<string> = new Set(['RSA PRIVATE KEY', 'EC PRIVATE KEY']);

function decode({ label, body }: RawBlock): PemBlock {
  const row = LABELS.get(label);
  if (row?.kind === 'unsupported')
    throw new InvalidKeyError(`The PEM is a ${label}, which cannot be used. ${row.advice}`);
  if (!row || row.kind === 'companion')
    throw new InvalidKeyError(`The PEM is a ${label}, which is not a key of a JWS algorithm.`);
  const kind = row.kind === 'private' ? 'private' : 'public';
  const [headers, cipher, iv] = LEGACY_ENCRYPTION.exec(body) ?? [];
  if (headers === undefined) return { label, kind, der: fromPemBase64(body) };
  if (!LEGACY_LABELS.has(label))
    throw new InvalidKeyError(`A ${label} cannot have Proc-Type lines. Check its label.`);
  return {
    label,
    kind,
    der: fromPemBase64(body.slice(headers.length)),
    encryption: `Proc-Type: 4,ENCRYPTED\nDEK-Info: ${cipher},${iv?.toUpperCase()}\n`,
  };
}

/** Decodes Base64 with any white space, and with what remains of quotes and escapes around lines. */
function fromPemBase64(body: string): Bytes {
  const base64 = body.replaceAll(/[\s\\"'\u200B\uFEFF]/g, '');
  try {
    return fromBase64(base64.padEnd(Math.ceil(base64.length / 4) * 4, '='));
  } catch {
    throw new InvalidKeyError('The PEM is damaged: the text between its BEGIN and END lines is not Base64.');
  }
}

const LINE_LENGTH = 64;

/** Writes a block that is encrypted in the old way in the form that OpenSSL reads. */
export function writeLegacyPem({ label, encryption }: PemBlock, base64: string): string {
  const lines = base64.match(new RegExp(`.{1,${LINE_LENGTH}}`, 'g')) ?? [];
  return `-----BEGIN ${label}-----\n${encryption}\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
