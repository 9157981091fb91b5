import type { OutputRecord } from './record.ts';

/** Files that were built before anybody had a secret; there are examples of stored hashes in them. */
function isBuilt(pathname: string): boolean {
  return /^\/assets\/[\w.-]+\.js$|\/countersign\.html$/.test(pathname);
}

/** Members of a request that are secrets. */
const SECRET_MEMBER = /^(?:(?:current_|new_)?password|(?:access_|refresh_)?token|client_secret)$/;
/** Members by which an answer hands over a new token. */
const ISSUED = /"(access_token|refresh_token)"\s*:\s*"([^"]*)"/g;

/** What came back to a request. */
interface Answer {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  /** Reads the body of the answer. */
  readonly text: () => Promise<string>;
}

/** Keeps what an answer says, and plants the tokens that it issues. */
export async function hearAnswer(record: OutputRecord, answer: Answer): Promise<void> {
  const { method, url, status, headers } = answer;
  const { pathname } = new URL(url);
  const where = `${method} ${pathname} ${status}`;
  const said = [...headers].flatMap(([name, value]) => (name === 'set-cookie' ? [] : [`${name}: ${value}`]));
  record.hear(`${where}, headers`, said.join('\n'));
  const type = headers.get('content-type') ?? '';
  // A mail holds the link that it is for; streams would be read to their end.
  const isHeard = !isMailbox(pathname) && /json|text|xml|javascript/.test(type);
  const text = isHeard ? await answer.text() : '';
  record.hear(where, withoutIssued(text), { isResult: isBuilt(pathname) });
  for (const token of issuedTokens(headers, text)) record.plant(token);
}

/** The mailbox of development, which shows the links that mails hold. */
function isMailbox(path: string): boolean {
  return path.startsWith('/dev/mail');
}

/** The passwords and tokens that a request hands over. */
export function requestSecrets(headers: Headers, body: string): readonly string[] {
  const [, credentials] = /^(?:Bearer|Basic) (.+)$/i.exec(headers.get('authorization') ?? '') ?? [];
  const cookies = (headers.get('cookie') ?? '')
    .split(/;\s*/)
    .map((pair) => pair.slice(pair.indexOf('=') + 1));
  const members = membersOf(body);
  const open = members.filter(isOpen).map(([, value]) => value);
  const secrets = members.flatMap((member) => (isOpen(member) ? [] : [member[1]]));
  // A password that is the user's own name is no secret in what speaks of the user.
  return [...(credentials === undefined ? [] : [credentials]), ...cookies, ...secrets].filter(
    (secret) => secret !== '' && !open.some((value) => value.toLowerCase().includes(secret.toLowerCase())),
  );
}

/** The tokens that an answer hands over. */
export function issuedTokens(headers: Headers, text: string): readonly string[] {
  const cookies = headers.getSetCookie().map((cookie) => /^[^=]*=([^;]*)/.exec(cookie)?.[1] ?? '');
  return [...cookies, ...[...text.matchAll(ISSUED)].map(([, , token = '']) => token)];
}

/** An answer without the tokens that it hands over on purpose. */
export function withoutIssued(text: string): string {
  return text.replace(ISSUED, '"$1":""');
}

/** A body without the members by which it hands over secrets. */
export function openBody(body: string): string {
  if (isForm(body)) return String(new URLSearchParams([...new URLSearchParams(body)].filter(isOpen)));
  try {
    return JSON.stringify(JSON.parse(body), (name, value) => (isOpen([name]) ? value : undefined));
  } catch {
    return body;
  }
}

const isForm = (body: string): boolean => /^[\w.-]+=/.test(body);
const isOpen = ([name]: readonly [string, ...unknown[]]): boolean => !SECRET_MEMBER.test(name);

function membersOf(body: string): readonly (readonly [string, string])[] {
  if (isForm(body)) return [...new URLSearchParams(body)];
  try {
    const value: unknown = JSON.parse(body);
    return Object.entries(Object(value)).flatMap(([name, member]) =>
      typeof member === 'string' ? [[name, member]] : [],
    );
  } catch {
    return [];
  }
}
