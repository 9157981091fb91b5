/** The access token is only in memory. The refresh token is in a cookie, which no script can read. */
let accessToken: string | undefined;
const tabs = new BroadcastChannel('session');
tabs.onmessage = ({ data }: { data: string | undefined }) => {
  accessToken = data;
};

async function post(path: string, body: object): Promise<Record<string, string>> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  const json = await response.json();
  if (!response.ok) throw new Error(json.title, { cause: json });
  return json;
}

/** One tab refreshes at a time. The tabs that waited for the lock use its token. */
async function refresh(): Promise<void> {
  const stale = accessToken;
  await navigator.locks.request('refresh', async () => {
    if (accessToken === stale) keep((await post('/v1/token/refresh', {}))['access_token']);
  });
}

function keep(token: string | undefined): void {
  accessToken = token;
  tabs.postMessage(token);
}

export async function signIn(email: string, password: string): Promise<void> {
  keep((await post('/v1/login', { email, password, mode: 'cookie' }))['access_token']);
}

/** Fetches with an access token. If the token has expired, it gets a new one and fetches again. */
export async function fetchSignedIn(path: string, init: RequestInit = {}): Promise<Response> {
  const send = () =>
    fetch(path, { ...init, headers: { ...init.headers, authorization: `Bearer ${accessToken}` } });
  if (accessToken === undefined) await refresh();
  const response = await send();
  if (response.status !== 401) return response;
  await refresh();
  return send();
}
