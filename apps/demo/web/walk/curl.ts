/** A request of this page, as it was sent. */
export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The request as a command that makes it again, secrets included. Cookies, which no script can read, are kept by curl in a
 * jar of its own; a request that works with them has to name the origin that it comes from, as a browser would.
 */
export function curlCommand({ method, path, headers, body }: SentRequest, origin: string): string {
  const usesCookies = path === '/v1/token/refresh' && body?.['refresh_token'] === undefined;
  const startsCookies = body?.['mode'] === 'cookie';
  const all = { ...headers, ...((usesCookies || startsCookies) && { origin }) };
  return [
    `curl ${method === 'GET' ? '' : `-X ${method} `}${quoted(origin + path)}`,
    ...Object.entries(all).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(usesCookies || startsCookies ? ['-b cookies.txt -c cookies.txt'] : []),
    ...(body ? [`--data-raw ${quoted(JSON.stringify(body))}`] : []),
  ].join(' \\\n  ');
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
