import { type Bytes, fromBase64 } from '@countersign/core';
import { InvalidKeyError } from '../../errors.ts';

/** The kinds of PEM block that hold a key (RFC 7468, and the older OpenSSL and OpenSSH ones). */
export type PemLabel =
  | 'PRIVATE KEY'
  | 'ENCRYPTED PRIVATE KEY'
  | 'PUBLIC KEY'
  | 'RSA PRIVATE KEY'
  | 'RSA PUBLIC KEY'
  | 'EC PRIVATE KEY'
  | 'CERTIFICATE'
  | 'OPENSSH PRIVATE KEY';

/** The one key of a PEM text. */
export interface Pem {
  readonly label: PemLabel;
  /** Just this block, without what stood around it. */
  readonly text: string;
  /** Whether the block is in OpenSSL's old way of encrypting (`Proc-Type: 4,ENCRYPTED`). */
  readonly isLegacyEncrypted: boolean;
  /** The content; not there when legacy encryption wraps it. */
  readonly der?: Bytes;
}

const LABELS: ReadonlySet<string> = new Set([
  'PRIVATE KEY',
  'ENCRYPTED PRIVATE KEY',
  'PUBLIC KEY',
  'RSA PRIVATE KEY',
  'RSA PUBLIC KEY',
  'EC PRIVATE KEY',
  'CERTIFICATE',
  'OPENSSH PRIVATE KEY',
]);

const BEGIN = '-----BEGIN ';
const DASHES = '-----';

interface Block {
  readonly label: string;
  readonly text: string;
  readonly body: string;
}

/** The blocks of a PEM text, found in one pass: a text of many beginnings and no end must not take long. */
function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  for (let start = text.indexOf(BEGIN); start !== -1; start = text.indexOf(BEGIN, start + 1)) {
    const labelEnd = text.indexOf(DASHES, start + BEGIN.length);
    const label = text.slice(start + BEGIN.length, labelEnd);
    const last = `-----END ${label}-----`;
    const end = text.indexOf(last, labelEnd);
    if (labelEnd === -1 || !/^[A-Z0-9 ]{1,40}$/.test(label) || end === -1) throw cutOff();
    const body = text.slice(labelEnd + DASHES.length, end).trim();
    if (body.includes(BEGIN)) throw cutOff();
    blocks.push({ label, body, text: text.slice(start, end + last.length) });
    start = end;
  }
  return blocks;
}

function cutOff(): InvalidKeyError {
  return new InvalidKeyError('The PEM is cut off, or its BEGIN and END lines do not belong together.');
}

/** Blocks that stand beside a key and are none. */
const COMPANIONS: ReadonlySet<string> = new Set(['EC PARAMETERS', 'DH PARAMETERS']);

/**
 * Finds the key in a PEM text. Text around it is passed over, and so are EC parameters; of a chain of certificates the
 * first is taken. Several keys are an error: which one was meant?
 *
 * @throws {@link InvalidKeyError}
 */
export function findPem(text: string): Pem {
  const [first, ...others] = blocksOf(text).filter(({ label }) => !COMPANIONS.has(label));
  if (!first) throw cutOff();
  const { label, body } = first;
  if (!isLabel(label))
    throw new InvalidKeyError(`The PEM holds a ${label}, which is no key of a JWS algorithm.`);
  const isChain = [first, ...others].every((block) => block.label === 'CERTIFICATE');
  if (others.length > 0 && !isChain)
    throw new InvalidKeyError('The PEM holds several keys. Pass the one you mean.');
  if (/^Proc-Type: ?4,ENCRYPTED/.test(body)) return { label, text: first.text, isLegacyEncrypted: true };
  try {
    return { label, text: first.text, isLegacyEncrypted: false, der: fromBase64(body.replace(/\s+/g, '')) };
  } catch {
    throw new InvalidKeyError('The PEM is damaged: what stands between its lines is not Base64.');
  }
}

function isLabel(label: string): label is PemLabel {
  return LABELS.has(label);
}
