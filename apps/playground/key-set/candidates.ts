/** Something that could be fetched for an address: a key set, or the metadata that names one. */
export interface Candidate {
  readonly url: string;
  readonly kind: 'key set' | 'metadata';
}

const WELL_KNOWN = ['openid-configuration', 'oauth-authorization-server'];

/** Whether a browser sends it encrypted, or to this machine alone. */
function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.0\.0\.1)$/.test(hostname));
}

/**
 * The addresses where an issuer's keys are found: OpenID Connect Discovery appends its path to the issuer, RFC 8414
 * section 3 puts its own before the issuer's path. A path with the word keys, certs or jwks, or a JSON file, is a key set.
 */
export function candidatesFor(address: string): readonly Candidate[] {
  const url = URL.parse(address.trim());
  if (!url || !isSafe(url)) return [];
  if (/\.json$|jwks|certs|keys/i.test(url.pathname)) return [{ url: url.href, kind: 'key set' }];
  if (url.pathname.includes('/.well-known/')) return [{ url: url.href, kind: 'metadata' }];
  const path = url.pathname.replace(/\/$/, '');
  return [
    { url: `${url.origin}${path}/.well-known/${WELL_KNOWN[0]}`, kind: 'metadata' },
    { url: `${url.origin}/.well-known/${WELL_KNOWN[1]}${path}`, kind: 'metadata' },
    { url: `${url.origin}${path}/.well-known/jwks.json`, kind: 'key set' },
  ];
}
