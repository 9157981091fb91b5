import { decodeUnverified } from '@countersign/jwt';
import { box, byId, h, input, onClick } from '../dom.ts';
import { startPage } from '../page.ts';
import { type Exchange, exchange } from './exchange.ts';
import { say } from './log.ts';
import { isObject } from './read.ts';
import { shortText } from './shorten.ts';

const MAX_MAILS = 5;

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
function credentials(): { email: string; password: string } {
  return { email: input('email').value, password: input('password').value };
}
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
  if (accessToken === undefined) return;
  box('access-token').replaceChildren(h('code', {}, shortText(accessToken)));
  box('claims-details').hidden = false;
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
  const { answer } = await asVisitor('GET', '/v1/sessions');
  const sessions = Array.isArray(answer['sessions']) ? answer['sessions'].filter(isObject) : [];
  box('session-list').replaceChildren(...sessions.map(sessionItem));
}

function sessionItem({ id, label, mode: kind, current, last_used_at: used }: Exchange['answer']): Node {
  const end = h('button', { type: 'button' }, 'End it');
  end.addEventListener('click', async () => {
    await asVisitor('DELETE', `/v1/sessions/${encodeURIComponent(String(id))}`);
    await listSessions();
  });
  const where = kind === 'cookie' ? 'refresh token in a cookie' : 'refresh token in the body';
  return h(
    'li',
    { class: 'session' },
    h(
      'div',
      {},
      h('p', {}, h('strong', {}, current === true ? 'This one' : 'Another'), ` · ${where}`),
      h('p', { class: 'hint' }, `${label}`),
      h(
        'p',
        { class: 'hint' },
        h('code', {}, String(id)),
        ` · last used ${new Date(String(used)).toLocaleTimeString('en')}`,
      ),
    ),
    end,
  );
}

function forged(token: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  return `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
}

function setResetToken(token: string): void {
  resetToken = token;
  box('link-note').hidden = token === '';
  byId('reset-password', HTMLButtonElement).disabled = token === '';
}

/** The token of a mail's link is in the fragment, which no server sees, and is used by a POST alone. */
function takeTokenOfLink(path: string, token: string): void {
  if (token === '') return;
  if (path.endsWith('/verify')) {
    const { password } = credentials();
    if (password === '') say('Enter your password, and open the link again', 'none');
    else void exchange('POST', '/v1/email/verify', { body: { token, password } });
  }
  if (path.endsWith('/reset')) {
    setResetToken(token);
    say('The link waits for a new password', 'none');
    input('new-password').focus();
  }
}

async function showMails(): Promise<void> {
  const { list } = await exchange('GET', '/dev/mail');
  box('mails').replaceChildren(...list.slice(0, MAX_MAILS).map(mailItem));
}

/** The newest mails come first; what they hold beside the link is for `/dev/mail` to show. */
function mailItem({ to, subject, text: content, sentAt }: Exchange['answer']): Node {
  const url = URL.parse(/https?:\/\/\S+#\S+/.exec(String(content))?.[0] ?? '');
  const when = new Date(String(sentAt)).toLocaleTimeString('en');
  const said = h(
    'div',
    {},
    h('p', {}, h('strong', {}, String(subject))),
    h('p', { class: 'hint' }, `To ${to}, ${when}`),
  );
  if (!url) return h('li', { class: 'session' }, said);
  const open = h('button', { type: 'button' }, 'Open the link');
  open.addEventListener('click', () => takeTokenOfLink(url.pathname, url.hash.slice(1)));
  return h('li', { class: 'session' }, said, open);
}
