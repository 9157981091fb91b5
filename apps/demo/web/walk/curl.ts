/** A request of this page, as it was sent. */
export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The request as a command, with its secrets. Scripts cannot read cookies, so curl keeps its own in a file. A request with
 * cookies needs the origin that a browser would send.
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
