import { InvalidArgumentError, readMembers } from '@countersign/core/internal';
import { type Blame, KeySetError, shortText } from '../errors.ts';
import { download, type Fetch } from '../key-sets/download.ts';
import {
  createRemoteKeySet,
  type RemoteKeySet,
  type RemoteKeySetOptions,
  type RemoteSettings,
  readRemoteOptions,
} from '../key-sets/remote.ts';
import { isAddress } from './address.ts';

/** Options of {@link discoverKeySet}, for the metadata and for the key set. */
export type DiscoverKeySetOptions = RemoteKeySetOptions;

/**
 * Finds the key set of an issuer in its metadata: OpenID Connect Discovery first, then RFC 8414. The `issuer` in the
 * metadata must be equal to the argument, also in a final slash. Only `https`, and `http` on the loopback interface and for
 * `allowHttp`. Redirects are not followed, and the options limit time and size.
 *
 * The metadata is read once. The keys are fetched when they are first needed.
 *
 * @throws {@link InvalidArgumentError} `ERR_INVALID_ARGUMENT`; {@link KeySetError} `ERR_KEY_SET`: its `blame` is
 * `configuration` if the address has no metadata or belongs to another issuer, and `outage` if the server is at fault
 * @see RFC 8414 section 3, OpenID Connect Discovery 1.0 section 4
 * @example
 * async function connect(issuer: string) {
 *   const keySet = await discoverKeySet(issuer);
 *   return createBearerVerifier(keySet, { algorithms: ['RS256'], issuer, audience: 'https://api.example.com' });
 * }
 */
export async function discoverKeySet(
  issuer: string,
  options: DiscoverKeySetOptions = {},
): Promise<RemoteKeySet> {
  const read = readRemoteOptions(options);
  checkIssuer(issuer, read.allowHttp ?? []);
  const metadata = await fetchMetadata(issuer, read);
  return createRemoteKeySet(keySetAddress(metadata, issuer, read.allowHttp ?? []), read);
}

/** An issuer has no query and no fragment (RFC 8414 section 2). */
function checkIssuer(issuer: unknown, allowHttp: readonly string[]): asserts issuer is string {
  if (typeof issuer === 'string' && !issuer.includes('?') && isAddress(issuer, allowHttp)) return;
  throw new InvalidArgumentError(
    'issuer',
    'issuer must be an https address without credentials, query and fragment, as the authorization server writes it in "iss".',
  );
}

/** The addresses of the metadata. A final slash of the issuer is removed first. */
function metadataAddresses(issuer: string): readonly URL[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    new URL(`${origin}${path}/.well-known/openid-configuration`),
    new URL(`${origin}/.well-known/oauth-authorization-server${path}`),
  ];
}

type Metadata = Readonly<Record<string, unknown>>;

/** Many servers have only one of the two documents, so the second is tried if the first is absent. */
async function fetchMetadata(issuer: string, options: RemoteSettings): Promise<Metadata> {
  for (const url of metadataAddresses(issuer)) {
    const metadata = await fetchDocument(url, options);
    if (metadata) return checkMetadata(metadata, issuer, url);
  }
  throw failure(
    `${issuer} has no metadata. Pass the exact value of "iss" in its tokens, or use createRemoteKeySet with the address of its keys.`,
    'configuration',
  );
}

/** The document, or undefined if the server does not have it. */
async function fetchDocument(url: URL, options: RemoteSettings): Promise<Metadata | undefined> {
  const { timeout, headers = [], fetch = globalThis.fetch, maxBytes } = options;
  let status = 0;
  const observe: Fetch = async (address, init) => {
    const response = await fetch(address, init);
    ({ status } = response);
    return response;
  };
  try {
    const wanted = { what: 'metadata', timeoutSeconds: timeout, headers, fetch: observe, maxBytes };
    const { json } = await download(url, wanted);
    return readMembers(json, 'metadata');
  } catch (error) {
    if (isAbsent(status)) return undefined;
    throw error;
  }
}

/** A redirect or an error of the client, except for "too many requests". */
function isAbsent(status: number): boolean {
  return status >= 300 && status < 500 && status !== 429;
}

function checkMetadata(metadata: Metadata, issuer: string, url: URL): Metadata {
  const { issuer: stated } = metadata;
  if (stated === issuer) return metadata;
  const owner = typeof stated === 'string' ? `of the issuer "${shortText(stated)}"` : 'without an issuer';
  throw failure(`The metadata at ${url.href} is ${owner}. Expected "${issuer}", exactly.`, 'configuration');
}

function keySetAddress(metadata: Metadata, issuer: string, allowHttp: readonly string[]): string {
  const { jwks_uri: address } = metadata;
  if (typeof address !== 'string')
    throw failure(`The metadata of ${issuer} has no jwks_uri, so its keys are unknown.`, 'outage');
  if (isAddress(address, allowHttp) && !isDowngrade(new URL(address), issuer, allowHttp)) return address;
  throw failure(`The metadata of ${issuer} has a jwks_uri that is not an https address.`, 'outage');
}

/** Metadata of an issuer with TLS must not lead to a program on this machine that has none. */
function isDowngrade(
  { protocol, host, hostname }: URL,
  issuer: string,
  allowHttp: readonly string[],
): boolean {
  const isListed = allowHttp.includes(host) || allowHttp.includes(hostname);
  return protocol === 'http:' && issuer.startsWith('https:') && !isListed;
}

function failure(message: string, blame: Blame): KeySetError {
  return new KeySetError(message, { blame });
}
