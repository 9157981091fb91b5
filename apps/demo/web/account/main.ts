import { decodeUnverified } from '@countersign/jwt';
import { box, byId, h, input, onClick } from '../dom.ts';
import { startPage } from '../page.ts';
import { type Exchange, exchange } from './exchange.ts';

/** What this page knows of the visitor: in memory only. */
let accessToken: string | undefined;
let refreshToken: string | undefined;
/** The first refresh token of the session: the one that a thief would have copied. */
let firstRefreshToken: string | undefined;
let resetToken = '';

startPage();
takeTokenOfLink(location.pathname, location.hash.slice(1));
history.replaceState(null, '', location.pathname + location.search);

const mode = (): string => document.querySelector<HTMLInputElement>('[name=mode]:checked')?.value ?? 'body';
const credentials = (): { email: string; password: string } => ({
  email: input('email').value,
  password: input('password').value,
});
const asVisitor = (
  method: string,
  path: string,
  body?: Readonly<Record<string, unknown>>,
): Promise<Exchange> => exchange(method, path, { bearer: accessToken, ...(body && { body }) });

onClick('register', () => exchange('POST', '/v1/register', { body: credentials() }));
onClick('login', async () => {
  const result = await exchange('POST', '/v1/login', { body: { ...credentials(), mode: mode() } });
  firstRefreshToken = text(result.answer['refresh_token']);
  keepTokens(result);
});
onClick('me', () => asVisitor('GET', '/v1/me'));
onClick('greeting', () => asVisitor('GET', '/v1/greeting'));
onClick('forged', () => exchange('GET', '/v1/me', { bearer: forged(accessToken ?? '') }));
onClick('refresh', () => refresh(refreshToken));
onClick('replay', () => refresh(firstRefreshToken));
onClick('sessions', listSessions);
onClick('logout', () => logOut('here'));
onClick('logout-others', () => logOut('others'));
onClick('logout-everywhere', () => logOut('everywhere'));
onClick('change', () =>
  asVisitor('POST', '/v1/password/change', {
    current_password: input('password').value,
    new_password: input('new-password').value,
  }),
);
onClick('forgot', () => exchange('POST', '/v1/password/forgot', { body: { email: input('email').value } }));
onClick('reset-password', async () => {
  const body = { token: resetToken, password: input('new-password').value };
  const { isOk } = await exchange('POST', '/v1/password/reset', { body });
  if (isOk) setResetToken('');
});
onClick('mail', showMails);
onClick('jwks', () => exchange('GET', '/.well-known/jwks.json'));
onClick('metadata', () => exchange('GET', '/.well-known/oauth-authorization-server'));

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function keepTokens({ isOk, answer }: Exchange): void {
  if (!isOk) return;
  accessToken = text(answer['access_token']);
  refreshToken = text(answer['refresh_token']);
  box('access-token').textContent = accessToken ?? 'None yet.';
  box('claims').hidden = accessToken === undefined;
  if (accessToken !== undefined)
    box('claims').textContent = JSON.stringify(decodeUnverified(accessToken).claims, null, 2);
}

/** In cookie mode the body has no token: the browser sends the cookie, which no script can read. */
async function refresh(token: string | undefined): Promise<void> {
  const body = mode() === 'cookie' || token === undefined ? {} : { refresh_token: token };
  keepTokens(await exchange('POST', '/v1/token/refresh', { body }));
}

async function logOut(scope: 'here' | 'others' | 'everywhere'): Promise<void> {
  await asVisitor('POST', '/v1/logout', { scope });
}

async function listSessions(): Promise<void> {
  const { answer, list } = await asVisitor('GET', '/v1/sessions');
  const sessions = Array.isArray(answer['sessions']) ? answer['sessions'] : list;
  box('session-list').replaceChildren(
    ...sessions.map(({ id, label, mode: kind }) => {
      const end = h('button', { type: 'button' }, 'End it');
      end.addEventListener('click', async () => {
        await asVisitor('DELETE', `/v1/sessions/${encodeURIComponent(String(id))}`);
        await listSessions();
      });
      return h('li', {}, h('p', {}, `${label} (${kind})`), end);
    }),
  );
}

function forged(token: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  return `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
}

function setResetToken(token: string): void {
  resetToken = token;
  byId('reset-password', HTMLButtonElement).disabled = token === '';
}

/** The token of a mail's link is in the fragment, which no server sees, and is used by a POST alone. */
function takeTokenOfLink(path: string, token: string): void {
  if (token === '') return;
  if (path.endsWith('/verify')) void exchange('POST', '/v1/email/verify', { body: { token } });
  if (path.endsWith('/reset')) {
    setResetToken(token);
    input('new-password').focus();
  }
}

async function showMails(): Promise<void> {
  const { list } = await exchange('GET', '/dev/mail');
  box('mails').replaceChildren(
    ...list.map(({ to, subject, text: content }) => {
      const url = URL.parse(/https?:\/\/\S+#\S+/.exec(String(content))?.[0] ?? '');
      const item = h('li', {}, h('p', {}, `To ${to}: ${subject}`));
      if (!url) return item;
      const open = h('button', { type: 'button' }, 'Open the link');
      open.addEventListener('click', () => takeTokenOfLink(url.pathname, url.hash.slice(1)));
      item.append(open);
      return item;
    }),
  );
}
