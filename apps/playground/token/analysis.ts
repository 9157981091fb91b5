import { EncodingError } from '@countersign/core';
import { DecodeError, decodeUnverified, type Finding, lint } from '@countersign/jwt';
import type { SecretEncoding } from '../secret-encoding.ts';
import { type FoundToken, findTokens, MAX_PASTE } from './find.ts';
import { keyKind, keySource } from './key-kind.ts';
import { type Part, readPart } from './read.ts';

/** The reading of a text, without a key. */
export interface Analysis {
  /** The reason that nothing is shown; undefined if there is a token. */
  readonly problem: string | undefined;
  readonly tokens: readonly FoundToken[];
  readonly shown: ShownToken | undefined;
}

/** The one token that the page shows. */
export interface ShownToken extends FoundToken {
  readonly header: Part;
  /** Undefined in an encrypted token. */
  readonly payload: Part | undefined;
  readonly signature: Part | undefined;
  /** A token inside this one (RFC 7519 section 5.2, `cty`). */
  readonly nested: string | undefined;
}

export function analyse(text: string, which: number): Analysis {
  if (text.trim() === '') return { problem: '', tokens: [], shown: undefined };
  if (text.length > MAX_PASTE) {
    const problem = `Too long: ${text.length.toLocaleString('en')} characters, and at most ${MAX_PASTE.toLocaleString('en')} are searched for a token.`;
    return { problem, tokens: [], shown: undefined };
  }
  const tokens = findTokens(text);
  const found = tokens[which] ?? tokens[0];
  if (!found) return { problem: problemOf(text), tokens, shown: undefined };
  return { problem: undefined, tokens, shown: show(found) };
}

/** Names the mistake in a text that contains no token. */
function problemOf(text: string): string {
  try {
    decodeUnverified(text.trim().replace(/^Bearer\s+/i, ''));
  } catch (error) {
    if (error instanceof DecodeError) return `No JWT was found. ${error.message}`;
    throw error;
  }
  return 'No JWT was found.';
}

function show(found: FoundToken): ShownToken {
  const [header = '', payload = '', signature = ''] = found.token.split('.');
  if (found.kind === 'JWE')
    return {
      ...found,
      header: readPart(header),
      payload: undefined,
      signature: undefined,
      nested: undefined,
    };
  const payloadPart = readPart(payload);
  return {
    ...found,
    header: readPart(header),
    payload: payloadPart,
    signature: readPart(signature),
    nested: payloadPart.object ? undefined : findTokens(payloadPart.shown)[0]?.token,
  };
}

/** A key as it was pasted. */
export interface PastedKey {
  readonly text: string;
  readonly encoding: SecretEncoding;
}

/** The findings of `countersign jwt lint` for a token and its key. */
export function findingsOf(token: string, key: PastedKey, now: Date): readonly Finding[] {
  const source = lintableKey(key);
  return lint(token, source === undefined ? { now } : { now, key: source });
}

/** A set of keys is for many tokens, and a secret that is not written as it says is for the verification to refuse. */
function lintableKey({ text, encoding }: PastedKey): string | Uint8Array | undefined {
  const kind = keyKind(text);
  if (kind === 'nothing' || kind === 'key set') return undefined;
  try {
    return keySource(text, encoding);
  } catch (error) {
    if (error instanceof EncodingError) return undefined;
    throw error;
  }
}
