import { type Bytes, fromBase64, toBase64, utf8 } from '@countersign/core/internal';
import { runtime } from '#keys';
import { InvalidKeyError } from '../errors.ts';
import type { DerKey } from '../runtime/keys.ts';
import { type Element, isKeyStructure } from './formats/der.ts';
import { readDer } from './formats/der-key.ts';
import { copyJwk, type Jwk } from './formats/jwk.ts';
import {
  isOpenSshPublicLine,
  type OpenSshPrivateFile,
  openSshPrivateFile,
  openSshPrivateJwk,
  openSshPublicJwk,
} from './formats/openssh.ts';
import { checkRounds, deriveCipher, readPbes2 } from './formats/pbes2.ts';
import { isPem, type PemBlock, readPem, writeLegacyPem } from './formats/pem.ts';
import { parseJwkText } from './jwk-text.ts';
import { type KeyKind, type KeyMaterial, keyMaterial } from './key.ts';
import { jwkMaterial } from './material.ts';
import { checkNoMistake } from './mistakes.ts';
import { secretMaterial } from './secret.ts';

/** How an encrypted key is opened. */
export interface Decryption {
  readonly passphrase: string;
  readonly maxRounds: number | undefined;
}

/** The format of a source that does not name its own: DER, or Base64 of DER or PEM. */
export type SourceFormat = 'der' | 'base64';

/** The content of a source. One parser has read it; nothing reads the source again. */
export type Content =
  | { readonly form: 'material'; readonly material: KeyMaterial }
  | { readonly form: 'der'; readonly key: DerKey }
  | { readonly form: 'encrypted'; readonly parameters: Element; readonly data: Uint8Array }
  | { readonly form: 'legacy'; readonly block: PemBlock }
  | { readonly form: 'openssh'; readonly file: OpenSshPrivateFile };

const MAX_KEY_TEXT = 64 * 1024;

/**
 * Reads a key text: OpenSSH, PEM, JWK, or else an HMAC secret.
 *
 * @param kind the half that is needed, if the text has both
 * @throws {@link InvalidKeyError}
 */
export function readText(text: string, kind: KeyKind | undefined): Content {
  checkLength(text.length);
  // `trim` also removes a byte order mark and no-break spaces.
  const trimmed = text.trim();
  if (isOpenSshPublicLine(trimmed)) return fromJwk(openSshPublicJwk(trimmed));
  if (isPem(trimmed)) return fromPem(trimmed, kind);
  const jwk = parseJwkText(trimmed);
  if (jwk) return { form: 'material', material: jwkMaterial(jwk) };
  checkNoMistake(trimmed);
  return { form: 'material', material: secretMaterial(utf8(text, 'key')) };
}

function checkLength(length: number): void {
  if (length > MAX_KEY_TEXT) throw new InvalidKeyError(`The key has more than ${MAX_KEY_TEXT} characters.`);
}

/** Reads a source in a format that the caller names. */
export function readFormat(source: string | Bytes, format: SourceFormat, kind: KeyKind | undefined): Content {
  checkLength(source.length);
  if (typeof source !== 'string') {
    if (format === 'der') return fromDer(source);
    return readFormat(asciiText(source), format, kind);
  }
  if (format === 'der')
    throw new InvalidKeyError(
      "DER is bytes: pass a Uint8Array, or use format: 'base64' for its Base64 text.",
    );
  if (isPem(source)) return fromPem(source, kind);
  const bytes = fromLooseBase64(source);
  const text = asciiText(bytes);
  return isPem(text) ? fromPem(text, kind) : fromDer(bytes);
}

function asciiText(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}

/** Decodes Base64 or Base64url with any white space, quotes and padding. */
function fromLooseBase64(text: string): Bytes {
  const digits = text
    .replaceAll(/\\[rnt]|[\s"'=]/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  try {
    return fromBase64(digits.padEnd(Math.ceil(digits.length / 4) * 4, '='));
  } catch {
    throw new InvalidKeyError('The key is not Base64.');
  }
}

function fromJwk(jwk: Jwk | object): Content {
  const copy = copyJwk(jwk);
  if (!copy) throw new InvalidKeyError('The key is damaged.');
  return { form: 'material', material: jwkMaterial(copy) };
}

function fromPem(text: string, kind: KeyKind | undefined): Content {
  const block = readPem(text, kind === 'secret' ? undefined : kind);
  if (block.encryption !== undefined) return { form: 'legacy', block };
  if (block.label === 'OPENSSH PRIVATE KEY') return fromOpenSsh(block.der);
  const content = fromDer(block.der);
  if (content.form === 'material' && content.material.kind !== block.kind)
    throw new InvalidKeyError(
      `The PEM is labelled ${block.label}, but it has a ${content.material.kind} key.`,
    );
  return content;
}

function fromDer(bytes: Uint8Array): Content {
  const content = readDer(bytes);
  return content.form === 'jwk' ? fromJwk(content.jwk) : content;
}

function fromOpenSsh(bytes: Uint8Array): Content {
  const file = openSshPrivateFile(bytes);
  return file.kdf === 'none' ? fromJwk(openSshPrivateJwk(file.privatePart)) : { form: 'openssh', file };
}

/**
 * Turns content into key material. Encrypted content is decrypted, and the runtime reads elliptic curve keys.
 *
 * @throws {@link InvalidKeyError}
 */
export async function materialOfContent(
  content: Content,
  decryption: Decryption | undefined,
): Promise<KeyMaterial> {
  switch (content.form) {
    case 'material':
      return content.material;
    case 'der':
      return ofJwk(await runtime.readDer(content.key));
    case 'legacy':
      return ofJwk(readLegacy(content.block, required(decryption)));
    case 'openssh':
      return ofJwk(openSshPrivateJwk(await decryptOpenSsh(content.file, required(decryption))));
    case 'encrypted':
      return materialOfContent(await decrypt(content, required(decryption)), undefined);
    default:
      return content satisfies never;
  }
}

/** The same without waiting, for keys that are not encrypted. */
export function materialOfContentSync(content: Content, readDerSync: (key: DerKey) => object): KeyMaterial {
  if (content.form === 'material') return content.material;
  if (content.form === 'der') return ofJwk(readDerSync(content.key));
  throw new InvalidKeyError(
    'The private key is encrypted. Import it with importKey and its passphrase first.',
  );
}

function ofJwk(jwk: object): KeyMaterial {
  const copy = copyJwk(jwk);
  if (!copy) throw new InvalidKeyError('The key is damaged.');
  // Some runtimes declare uses that the file does not.
  const { declared: _declared, ...material } = jwkMaterial(copy);
  return keyMaterial(material);
}

function required(decryption: Decryption | undefined): Decryption {
  if (decryption) return decryption;
  throw new InvalidKeyError('The private key is encrypted. Pass its passphrase to importKey.');
}

function readLegacy(block: PemBlock, { passphrase }: Decryption): object {
  return runtime.readLegacyPem(writeLegacyPem(block, toBase64(block.der)), passphrase);
}

/** Maximum rounds of bcrypt by default: about two seconds. OpenSSH writes 16 to 24, and guides advise 100. */
const MAX_OPENSSH_ROUNDS = 128;

/** OpenSSH writes 16. */
const MAX_SALT_BYTES = 64;

function decryptOpenSsh(
  file: OpenSshPrivateFile,
  { passphrase, maxRounds = MAX_OPENSSH_ROUNDS }: Decryption,
): Promise<Uint8Array> {
  if (file.kdf !== 'bcrypt') {
    throw new InvalidKeyError(
      'The encryption of the OpenSSH key is not supported. `ssh-keygen -p -Z aes256-ctr -f KEYFILE` converts it.',
    );
  }
  checkRounds(file.rounds, maxRounds);
  if (file.rounds === 0 || file.salt.length === 0 || file.salt.length > MAX_SALT_BYTES)
    throw new InvalidKeyError(
      'The OpenSSH key is damaged: its key derivation has no rounds, or no usual salt.',
    );
  return runtime.decryptOpenSsh(file, passphrase);
}

/** Decrypts PKCS#8. The result is read as PKCS#8 that is not encrypted, so that no second encryption is followed. */
async function decrypt(
  { parameters, data }: Extract<Content, { form: 'encrypted' }>,
  { passphrase, maxRounds }: Decryption,
): Promise<Content> {
  const cipher = await deriveCipher(readPbes2(parameters), passphrase, maxRounds);
  const der = await runtime.decryptCbc(cipher, new Uint8Array(data));
  const content = isKeyStructure(der) ? fromDer(der) : undefined;
  if (content?.form === 'material' || content?.form === 'der') return content;
  throw new InvalidKeyError('The key cannot be decrypted: the passphrase is wrong, or the file is damaged.');
}
