import { createPrivateKey } from 'node:crypto';
import { exportKey, type Jwk, type Key, thumbprint } from '@countersign/jwt';
import { flag, single, type Values } from '../../args/option.ts';
import { newPassphraseOptions, newPassphraseSource, readSecret, secretText } from '../../args/secret.ts';
import { fileName, nonEmptyText, oneOf } from '../../args/values.ts';
import { UsageError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { jsonText } from '../../io/visible.ts';
import { writeNewFiles } from '../../io/write-files.ts';
import { openSshPrivateKey } from './openssh-private.ts';
import { isPrivateKey } from './read-key.ts';

export const keyOutputOptions = {
  format: single(oneOf(['pem', 'der', 'jwk', 'openssh']), {
    help: 'Default pem, and jwk for secrets.',
    value: 'FORMAT',
    group: 'Output',
  }),
  out: single(fileName, {
    help: 'Write to this file. Private keys and secrets get mode 0600.',
    value: 'FILE',
    short: 'o',
    group: 'Output',
  }),
  force: flag({ help: 'Replace an existing file.', group: 'Output' }),
  comment: single(nonEmptyText, { help: 'The comment of an OpenSSH key.', value: 'TEXT', group: 'Output' }),
};

/** The options of commands that write private keys. */
export const privateKeyOutputOptions = { ...keyOutputOptions, ...newPassphraseOptions() };

type OutputValues = Values<typeof keyOutputOptions>;

/** The passphrase for the written key. @throws UsageError */
export async function readNewPassphrase(
  options: Values<typeof privateKeyOutputOptions>,
  io: Io,
): Promise<string | undefined> {
  const given = await readSecret(newPassphraseSource(options), io);
  return given === undefined ? undefined : secretText(given, 'The new passphrase');
}

/** A JWK with its key id, or its thumbprint. The thumbprint of a secret would help to guess it. */
export async function jwkOf(key: Key): Promise<Jwk> {
  const jwk = await exportKey(key, 'jwk');
  if (key.kind === 'secret' && key.keyId === undefined) return jwk;
  return { ...jwk, kid: key.keyId ?? (await thumbprint(key)) };
}

/** A key in the format of `--format`. @throws UsageError */
export async function formatKey(
  key: Key,
  options: OutputValues,
  passphrase?: string,
): Promise<string | Buffer> {
  const format = options.format ?? (key.kind === 'secret' ? 'jwk' : 'pem');
  if (passphrase !== undefined && (format !== 'pem' || !isPrivateKey(key)))
    throw new UsageError('Only a private key with --format pem can be encrypted.');
  if (options.comment !== undefined && format !== 'openssh')
    throw new UsageError('--comment is only for --format openssh.');
  if (format === 'jwk') return `${jsonText(await jwkOf(key), 2)}\n`;
  if (format === 'openssh') return openSsh(key, options.comment);
  const pem = await exportKey(key, 'pem');
  if (format === 'der') return Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64');
  return passphrase === undefined ? pem : encryptedPem(pem, passphrase);
}

async function openSsh(key: Key, comment = ''): Promise<string> {
  if (isPrivateKey(key)) return openSshPrivateKey(key, comment);
  const line = (await exportKey(key, 'openssh')).trim();
  return `${comment === '' ? line : `${line.split(' ', 2).join(' ')} ${comment}`}\n`;
}

function encryptedPem(pem: string, passphrase: string): string {
  return createPrivateKey(pem)
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
    .toString();
}

interface FormattedKey {
  readonly text: string | Buffer;
  readonly isPrivate: boolean;
  /** The public half of a new pair. */
  readonly publicText?: string | Buffer | undefined;
}

/** Prints a key, or writes it to `--out` and its public half to `--out`.pub. */
export function outputKey({ text, isPrivate, publicText }: FormattedKey, options: OutputValues, io: Io): 0 {
  const { out, force } = options;
  if (out === undefined) {
    const half = publicText === undefined ? {} : { publicKey: asJson(publicText) };
    if (typeof text === 'string') io.result(text.trimEnd(), { key: asJson(text), ...half });
    else if (io.isJson) io.result('', { key: asJson(text), ...half });
    else io.writeBytes(text);
    return 0;
  }
  const files = [
    { name: out, content: text, isPrivate },
    ...(publicText === undefined ? [] : [{ name: `${out}.pub`, content: publicText, isPrivate: false }]),
  ];
  writeNewFiles(files, { force });
  if (io.isJson) io.result('', { written: files.map(({ name }) => name) });
  return 0;
}

/** A JWK as an object, DER as Base64, and other formats as text. */
function asJson(text: string | Buffer): unknown {
  if (typeof text !== 'string') return text.toString('base64');
  return text.startsWith('{') ? JSON.parse(text) : text;
}

/** The JSON of commands that write one key. */
export const oneKeyJson = {
  '': '{ key: string | { kty: string, [name: string]: unknown } }',
  '--out FILE': '{ written: string[] }',
};
