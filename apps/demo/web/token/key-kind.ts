import { isObject } from './read.ts';

export type KeyTextKind = 'nothing' | 'PEM' | 'OpenSSH' | 'JWK' | 'key set' | 'secret';
export type SecretEncoding = 'text' | 'hex' | 'base64' | 'base64url';

/** What kind of key a pasted text is, for the page to say and to choose by; whether it is one, the import decides. */
export function keyKind(text: string): KeyTextKind {
  const trimmed = text.trim();
  if (trimmed === '') return 'nothing';
  if (trimmed.includes('-----BEGIN OPENSSH ') || /^(ssh-|ecdsa-sha2-)/.test(trimmed)) return 'OpenSSH';
  if (trimmed.includes('-----BEGIN ')) return 'PEM';
  const json = parse(trimmed);
  if (!isObject(json)) return 'secret';
  return 'keys' in json ? 'key set' : 'kty' in json ? 'JWK' : 'secret';
}

function parse(text: string): unknown {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
