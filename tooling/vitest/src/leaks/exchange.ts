/** Members of a request that are secrets. */
const SECRET_MEMBER = /^(?:(?:current_|new_)?password|(?:access_|refresh_)?token|client_secret)$/;
/** Members by which an answer hands over a new token. */
const ISSUED = /"(access_token|refresh_token)"\s*:\s*"([^"]*)"/g;

/** The mailbox of development, which shows the links that mails hold. */
export function isMailbox(path: string): boolean {
  return path.startsWith('/dev/mail');
}

/** The passwords and tokens that a request hands over. */
export function requestSecrets(headers: Headers, body: string): readonly string[] {
  const [, credentials] = /^(?:Bearer|Basic) (.+)$/i.exec(headers.get('authorization') ?? '') ?? [];
  const cookies = (headers.get('cookie') ?? '')
    .split(/;\s*/)
    .map((pair) => pair.slice(pair.indexOf('=') + 1));
  const members = membersOf(body);
  const open = members.filter(([name]) => !SECRET_MEMBER.test(name)).map(([, value]) => value);
  const secrets = members.flatMap(([name, value]) => (SECRET_MEMBER.test(name) ? [value] : []));
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

function membersOf(body: string): readonly (readonly [string, string])[] {
  if (/^[\w.-]+=/.test(body)) return [...new URLSearchParams(body)];
  try {
    const value: unknown = JSON.parse(body);
    return Object.entries(Object(value)).flatMap(([name, member]) =>
      typeof member === 'string' ? [[name, member]] : [],
    );
  } catch {
    return [];
  }
}
