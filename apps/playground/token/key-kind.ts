import { type SecretEncoding, secretBytes } from '../secret-encoding.ts';
import { isObject } from './read.ts';

export type KeyTextKind = 'nothing' | 'PEM' | 'encrypted PEM' | 'OpenSSH' | 'JWK' | 'key set' | 'secret';

/** The probable kind of a pasted key, which the page shows. Only the import decides whether the text is a key. */
export function keyKind(text: string): KeyTextKind {
  const trimmed = text.trim();
  if (trimmed === '') return 'nothing';
  if (trimmed.includes('-----BEGIN OPENSSH ') || /^(ssh-|ecdsa-sha2-)/.test(trimmed)) return 'OpenSSH';
  if (trimmed.includes('-----BEGIN ')) return trimmed.includes('ENCRYPTED') ? 'encrypted PEM' : 'PEM';
  const json = parse(trimmed);
  if (!isObject(json)) return 'secret';
  return 'keys' in json ? 'key set' : 'kty' in json ? 'JWK' : 'secret';
}

/** The value to import: the bytes of a secret in hex or Base64, or else the text itself. */
export function keySource(text: string, encoding: SecretEncoding): string | Uint8Array {
  return keyKind(text) === 'secret' && encoding !== 'text' ? secretBytes(text, encoding) : text;
}

function parse(text: string): unknown {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
