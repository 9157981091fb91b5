import { type Bytes, fromBase64 } from '@countersign/core';
import { InvalidKeyError } from '../errors.ts';

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

const BLOCK = /-----BEGIN ([A-Z0-9 ]{1,40})-----\r?\n([\s\S]*?)\r?\n?-----END \1-----/g;

/**
 * Finds the key in a PEM text. Text around it is passed over, and so are EC parameters; of a chain of certificates the
 * first is taken. Several keys are an error: which one was meant?
 *
 * @throws {@link InvalidKeyError}
 */
export function findPem(text: string): Pem {
  const blocks = [...text.matchAll(BLOCK)].filter(
    ([, label]) => label !== 'EC PARAMETERS' && label !== 'DH PARAMETERS',
  );
  const [first] = blocks;
  if (!first)
    throw new InvalidKeyError('The PEM is cut off, or its BEGIN and END lines do not belong together.');
  const [block, label = '', body = ''] = first;
  if (!isLabel(label))
    throw new InvalidKeyError(`The PEM holds a ${label}, which is no key of a JWS algorithm.`);
  const isChain = blocks.every(([, other]) => other === 'CERTIFICATE');
  if (blocks.length > 1 && !isChain)
    throw new InvalidKeyError('The PEM holds several keys. Pass the one you mean.');
  if (/^Proc-Type: ?4,ENCRYPTED/m.test(body)) return { label, text: block, isLegacyEncrypted: true };
  try {
    return { label, text: block, isLegacyEncrypted: false, der: fromBase64(body.replace(/\s+/g, '')) };
  } catch {
    throw new InvalidKeyError('The PEM is damaged: what stands between its lines is not Base64.');
  }
}

function isLabel(label: string): label is PemLabel {
  return LABELS.has(label);
}
