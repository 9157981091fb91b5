/** The answer to a request. */
export interface Answer {
  readonly isOk: boolean;
  readonly json: Readonly<Record<string, unknown>>;
  /** The code of the problem. Empty if there is none, and `offline` if no answer came. */
  readonly problem: string;
  readonly retryAfter: number;
  /** The rules that a new password fails, as sentences. */
  readonly violations: readonly string[];
}

/** The access token is only in memory. The refresh token is in a cookie, which no script can read. */
let accessToken: string | undefined;

const channel = new BroadcastChannel('countersign-session');
channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  accessToken = typeof data === 'string' ? data : undefined;
});

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Sends one request. */
export async function send(method: string, path: string, body?: object): Promise<Answer> {
  const headers = {
    ...(body && { 'content-type': 'application/json' }),
    ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
  };
  try {
    const response = await fetch(path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await response.text();
    const parsed: unknown = text.startsWith('{') ? JSON.parse(text) : {};
    const json = isObject(parsed) ? parsed : {};
    const violations = Array.isArray(json['violations']) ? json['violations'].filter(isObject) : [];
    return {
      isOk: response.ok,
      json,
      problem: String(json['code'] ?? ''),
      retryAfter: Number(response.headers.get('retry-after')),
      violations: violations.map(({ message }) => String(message)),
    };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { isOk: false, json: {}, problem: 'offline', retryAfter: 0, violations: [] };
  }
}

function keep({ isOk, json }: Answer): boolean {
  accessToken = isOk ? String(json['access_token']) : undefined;
  channel.postMessage(accessToken);
  return isOk;
}

/** A name that the owner of an account recognises in the list of sessions. */
function browserName(userAgent: string): string {
  const [, browser = 'Browser'] =
    /(Firefox|Edg|OPR)\//.exec(userAgent) ?? /(Chrome|Safari)\//.exec(userAgent) ?? [];
  const [, system] = /(Android|iPhone|iPad|Windows|Mac OS X|Linux)/.exec(userAgent) ?? [];
  const name = { Edg: 'Edge', OPR: 'Opera' }[browser] ?? browser;
  return system === undefined ? name : `${name} on ${system.replace('Mac OS X', 'macOS')}`;
}

export async function signIn(email: string, password: string): Promise<Answer> {
  const label = browserName(navigator.userAgent);
  const answer = await send('POST', '/v1/login', { email, password, mode: 'cookie', label });
  if (answer.isOk) keep(answer);
  return answer;
}

export async function signOut(scope: 'here' | 'others' | 'everywhere' = 'here'): Promise<Answer> {
  const answer = await sendSignedIn('POST', '/v1/logout', { scope });
  if (scope !== 'others') {
    accessToken = undefined;
    channel.postMessage(undefined);
  }
  return answer;
}

/** Gets a new access token. One tab asks, and the tabs that wait for the lock use its token. */
export function refresh(): Promise<boolean> {
  const stale = accessToken;
  return navigator.locks.request('countersign-refresh', async () => {
    if (accessToken !== stale) return true;
    accessToken = undefined;
    return keep(await send('POST', '/v1/token/refresh', {}));
  });
}

/** Sends a request that needs an access token. If the token has expired, it refreshes and sends the request again. */
export async function sendSignedIn(method: string, path: string, body?: object): Promise<Answer> {
  if (accessToken === undefined) await refresh();
  const answer = await send(method, path, body);
  if (answer.problem !== 'invalid-token' || !(await refresh())) return answer;
  return send(method, path, body);
}
