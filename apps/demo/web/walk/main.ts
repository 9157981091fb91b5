import { isObject } from '../api.ts';
import { box, byId, h, input } from '../form.ts';
import type { SentRequest } from './curl.ts';
import { logExchange } from './log.ts';

/** The results of the earlier steps. They are only in memory. */
interface State {
  access?: string;
  refresh?: string;
  /** The first refresh token of the session, which a thief could have copied. */
  firstRefresh?: string;
  confirmToken?: string;
  resetToken?: string;
}

interface Step {
  readonly label: string;
  /** The request, or undefined while an earlier step is missing. */
  readonly request: () => SentRequest | undefined;
  readonly keep?: (body: unknown) => void;
}

let state: State = {};

const value = (id: string): string => input(id).value;
const post = (path: string, body: Readonly<Record<string, unknown>>): SentRequest => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/json' },
  body,
});

/** Adds the access token to a request. Undefined without one. */
function signedIn(request: SentRequest, token = state.access): SentRequest | undefined {
  return token === undefined
    ? undefined
    : { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } };
}

const get = (path: string): SentRequest => ({ method: 'GET', path, headers: {} });

/** The token with another signature. */
function forged(token: string): string {
  const signature = token.lastIndexOf('.') + 1;
  return `${token.slice(0, signature)}${token[signature] === 'A' ? 'B' : 'A'}${token.slice(signature + 1)}`;
}

function keepTokens(body: unknown): void {
  if (!isObject(body)) return;
  const refresh = String(body['refresh_token']);
  state = { ...state, access: String(body['access_token']), refresh };
  state.firstRefresh ??= refresh;
}

/** Keeps the token of the newest mail with this path in its link. */
function tokenIn(mails: unknown, path: string): string | undefined {
  if (!Array.isArray(mails)) return undefined;
  const own = mails.filter(isObject).filter(({ to }) => to === value('email').toLowerCase());
  const links = own.map(({ text }) => new RegExp(`${path}#([\\w-]{43})`).exec(String(text))?.[1]);
  return links.find((token) => token !== undefined);
}

const STEPS: readonly Step[] = [
  {
    label: 'Register',
    request: () => post('/v1/register', { email: value('email'), password: value('password') }),
  },
  {
    label: 'Read the mails (development only)',
    request: () => get('/dev/mail'),
    keep: (mails) => {
      const [confirmToken, resetToken] = [tokenIn(mails, '/verify'), tokenIn(mails, '/reset')];
      state = { ...state, ...(confirmToken && { confirmToken }), ...(resetToken && { resetToken }) };
    },
  },
  {
    label: 'Confirm the address',
    request: () =>
      state.confirmToken === undefined
        ? undefined
        : post('/v1/email/verify', { token: state.confirmToken, password: value('password') }),
  },
  {
    label: 'Sign in',
    request: () => post('/v1/login', { email: value('email'), password: value('password') }),
    keep: (body) => {
      delete state.firstRefresh;
      keepTokens(body);
    },
  },
  { label: 'Read the account', request: () => signedIn(get('/v1/me')) },
  {
    label: 'The same with a forged token',
    request: () => signedIn(get('/v1/me'), state.access && forged(state.access)),
  },
  {
    label: 'Refresh',
    request: () =>
      state.refresh === undefined ? undefined : post('/v1/token/refresh', { refresh_token: state.refresh }),
    keep: keepTokens,
  },
  {
    label: 'Use the first refresh token again',
    request: () =>
      state.firstRefresh === undefined
        ? undefined
        : post('/v1/token/refresh', { refresh_token: state.firstRefresh }),
  },
  { label: 'List the sessions', request: () => signedIn(get('/v1/sessions')) },
  { label: 'Ask for a reset link', request: () => post('/v1/password/forgot', { email: value('email') }) },
  {
    label: 'Reset the password (read the mails first)',
    request: () =>
      state.resetToken === undefined
        ? undefined
        : post('/v1/password/reset', { token: state.resetToken, password: value('new-password') }),
    keep: () => {
      input('password').value = value('new-password');
    },
  },
  { label: 'Sign out everywhere', request: () => signedIn(post('/v1/logout', { scope: 'everywhere' })) },
  { label: 'Public keys', request: () => get('/.well-known/jwks.json') },
  { label: 'Metadata', request: () => get('/.well-known/oauth-authorization-server') },
];

async function run({ request, keep }: Step): Promise<void> {
  const sent = request();
  if (!sent) return;
  const { method, path, headers, body } = sent;
  try {
    const response = await fetch(path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    const received = { status: response.status, isOk: response.ok, body: isJson ? JSON.parse(text) : text };
    logExchange(sent, received);
    if (response.ok) keep?.(received.body);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    box('status').textContent = `${method} ${path}: the service did not answer.`;
  }
  enableButtons();
}

/** A button is disabled while an earlier step is missing. */
function enableButtons(): void {
  for (const [index, { request }] of STEPS.entries())
    byId(`step-${index}`, HTMLButtonElement).disabled = request() === undefined;
}

for (const [index, step] of STEPS.entries()) {
  const button = h('button', { type: 'button', class: 'secondary', id: `step-${index}` }, step.label);
  button.addEventListener('click', () => void run(step));
  box('steps').append(h('li', {}, button));
}
byId('credentials', HTMLFormElement).addEventListener('submit', (event) => event.preventDefault());
enableButtons();
