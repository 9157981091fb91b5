import { fromBase64Url } from '@countersign/core';

/** More than this is not searched: no header, cookie or answer that carries a token is longer. */
export const MAX_PASTE = 128 * 1024;

/** A token found in a text. */
export interface FoundToken {
  readonly token: string;
  /** Three parts are a signed token (RFC 7515), five an encrypted one (RFC 7516). */
  readonly kind: 'JWS' | 'JWE';
  /** Selective disclosures that follow it, each after a `~` (RFC 9901). */
  readonly disclosures: number;
}

/** Finds every token in anything that may hold one: a header line, a cookie, JSON, a URL, or text broken over lines. */
export function findTokens(text: string): readonly FoundToken[] {
  const found = findIn(text);
  return found.length > 0 || !/\s/.test(text) ? found : findIn(text.replace(/\s+/g, ''));
}

/** Splits first, then searches: linear in the text. */
function findIn(text: string): readonly FoundToken[] {
  return text.split(/[^\w.~-]+/).flatMap((word) => {
    const [compact = '', ...disclosures] = word.split('~');
    const found = findInWord(compact);
    return found ? [{ ...found, disclosures: disclosures.filter((part) => part !== '').length }] : [];
  });
}

function findInWord(word: string): Pick<FoundToken, 'token' | 'kind'> | undefined {
  const parts = word.split('.');
  for (let start = 0; start + 3 <= parts.length && start < 8; start++) {
    const header = headerOf(parts[start] ?? '');
    if (!header) continue;
    const isEncrypted = 'enc' in header && start + 5 <= parts.length;
    return {
      token: parts.slice(start, start + (isEncrypted ? 5 : 3)).join('.'),
      kind: isEncrypted ? 'JWE' : 'JWS',
    };
  }
  return undefined;
}

function headerOf(part: string): object | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(fromBase64Url(part)));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
