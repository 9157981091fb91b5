import { type SecretEncoding, secretBytes } from '../secret-encoding.ts';
import { isObject } from './read.ts';

export type KeyTextKind = 'nothing' | 'PEM' | 'encrypted PEM' | 'OpenSSH' | 'JWK' | 'key set' | 'secret';

/** Guesses the kind of a pasted key by its form. The import decides whether it is a key. */
export function keyKind(text: string): KeyTextKind {
  const trimmed = text.trim();
  if (trimmed === '') return 'nothing';
  if (trimmed.includes('-----BEGIN OPENSSH ') || /^(ssh-|ecdsa-sha2-)/.test(trimmed)) return 'OpenSSH';
  if (trimmed.includes('-----BEGIN ')) return trimmed.includes('ENCRYPTED') ? 'encrypted PEM' : 'PEM';
  const json = parse(trimmed);
  if (!isObject(json)) return 'secret';
  return 'keys' in json ? 'key set' : 'kty' in json ? 'JWK' : 'secret';
}

/** The key source of a pasted text. A secret in hex or Base64 becomes its bytes. */
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
