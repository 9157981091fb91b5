import { DEFAULT_MAX_TOKEN_LENGTH } from '@countersign/jwt';
import { single } from '../../args/option.ts';
import { integer } from '../../args/values.ts';
import { UsageError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { textOf } from '../../io/text.ts';

/** The options of commands that read a token. */
export const tokenOptions = {
  maxTokenLength: single(integer(), {
    help: `Maximum token length. Default ${DEFAULT_MAX_TOKEN_LENGTH}.`,
    value: 'NUMBER',
    group: 'Limits',
  }),
};

/** The token from the argument or standard input. @throws UsageError */
export function readToken([given]: readonly string[], io: Io): string {
  if (given !== undefined && given !== '-') return findToken(given);
  if (io.isInputTerminal)
    throw new UsageError('The token is missing. Pass it as an argument or on standard input.');
  const bytes = io.readInput();
  return findToken(textOf(bytes) ?? bytes.toString('latin1'));
}

/** Also in the output of `curl -v`, and in a quoted argument of curl. */
const HEADER_LINE = /(?:^|[\s'"])authorization:\s*bearer\s+([^\s'"]+)/i;
const TOKEN_MEMBERS = ['access_token', 'id_token', 'token', 'jwt'];

/** A token alone, in quotes, in an Authorization header, or in the JSON of a token endpoint. */
function findToken(text: string): string {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) return memberOf(trimmed) ?? trimmed;
  const header = HEADER_LINE.exec(trimmed)?.[1];
  const bare = header ?? trimmed.replace(/^(?:authorization:\s*)?(?:bearer\s+)?/i, '');
  return /^(["'])(.*)\1$/s.exec(bare)?.[2]?.trim() ?? bare;
}

function memberOf(text: string): string | undefined {
  try {
    const body: Readonly<Record<string, unknown>> = JSON.parse(text);
    const tokens = TOKEN_MEMBERS.map((name) => body[name]);
    return tokens.find((token) => typeof token === 'string');
  } catch {
    return undefined;
  }
}
