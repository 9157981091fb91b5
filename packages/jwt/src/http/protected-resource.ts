import { list, optional, readOptions, string } from '@countersign/core/internal';
import { address } from './address.ts';

/** A protected resource, for its metadata. */
export interface ProtectedResource {
  /** The identifier of the resource, an `https` address without fragment. Use the same value as `audience`. */
  readonly resource: string;
  /** The issuers whose tokens it accepts. */
  readonly authorizationServers: readonly string[];
  /** The scopes that it uses. */
  readonly scopes?: readonly string[] | undefined;
  /** Its name, for people. */
  readonly name?: string | undefined;
  /** The address of its documentation for developers. */
  readonly documentation?: string | undefined;
  /** The address of its public keys, if it signs. */
  readonly jwksUri?: string | undefined;
}

/** The metadata of a protected resource (RFC 9728 section 2). */
export interface ProtectedResourceMetadata {
  readonly resource: string;
  readonly authorization_servers: readonly string[];
  readonly bearer_methods_supported: readonly ['header'];
  readonly scopes_supported?: readonly string[];
  readonly resource_name?: string;
  readonly resource_documentation?: string;
  readonly jwks_uri?: string;
}

const OPTIONS = {
  resource: address,
  authorizationServers: list(address, { min: 1, max: 100 }),
  scopes: optional(list(string, { max: 1000 })),
  name: optional(string),
  documentation: optional(address),
  jwksUri: optional(address),
} as const;

/**
 * The JSON document that a resource server publishes at `/.well-known/oauth-protected-resource` (RFC 9728), so that
 * clients find its authorization server. Tokens are accepted in the Authorization header only.
 *
 * @throws {@link InvalidArgumentError} `ERR_INVALID_ARGUMENT`
 * @see RFC 9728 section 2
 * @example
 * protectedResourceMetadata({ resource: 'https://api.example.com', authorizationServers: ['https://auth.example.com'] });
 */
export function protectedResourceMetadata(resource: ProtectedResource): ProtectedResourceMetadata {
  const read = readOptions(resource, OPTIONS, 'resource');
  return {
    resource: read.resource,
    authorization_servers: read.authorizationServers,
    bearer_methods_supported: ['header'],
    ...(read.scopes && { scopes_supported: read.scopes }),
    ...(read.name !== undefined && { resource_name: read.name }),
    ...(read.documentation !== undefined && { resource_documentation: read.documentation }),
    ...(read.jwksUri !== undefined && { jwks_uri: read.jwksUri }),
  };
}
