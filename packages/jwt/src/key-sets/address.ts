import { checkReadable, InvalidArgumentError } from '@countersign/core/internal';

const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Checks the address of a key set. Anybody who can change the set on its way can sign tokens.
 *
 * @param allowHttp hosts of a private network that have no TLS
 * @throws {@link InvalidArgumentError}
 */
export function checkUrl(url: unknown, allowHttp: readonly string[]): URL {
  checkReadable(url, 'url');
  const parsed = parseUrl(url);
  if (!parsed)
    throw new InvalidArgumentError('url', 'url must be an absolute URL, such as https://host/jwks.json.');
  if (parsed.username !== '' || parsed.password !== '')
    throw new InvalidArgumentError(
      'url',
      'url must not have a user name or password. Use the option headers.',
    );
  if (parsed.protocol === 'https:') return parsed;
  const isAllowed = [...LOOPBACK, ...allowHttp].some(
    (host) => host === parsed.hostname || host === parsed.host,
  );
  if (parsed.protocol === 'http:' && isAllowed) return parsed;
  throw new InvalidArgumentError(
    'url',
    'url must be an https: address. For a private network without TLS, list its host in the option allowHttp.',
  );
}

function parseUrl(url: unknown): URL | null {
  // A URL of another realm is not an instance of this realm's URL.
  const isUrl = Object.prototype.toString.call(url) === '[object URL]';
  const text = typeof url === 'string' || isUrl ? String(url) : '';
  return URL.canParse(text) ? new URL(text) : null;
}
