/**
 * Bearer tokens for HTTP services (RFC 6750), with any framework: verification, challenges, and metadata.
 *
 * @packageDocumentation
 */
export { type AccessTokenOptions, accessTokenRules } from './http/access-token.ts';
export {
  type BearerOptions,
  type BearerRequirements,
  type BearerSource,
  type BearerVerifier,
  createBearerVerifier,
  type VerifiedBearer,
} from './http/bearer.ts';
export { BearerError, type BearerErrorCode } from './http/bearer-error.ts';
export { type DiscoverKeySetOptions, discoverKeySet } from './http/discover.ts';
export {
  type ProtectedResource,
  type ProtectedResourceMetadata,
  protectedResourceMetadata,
} from './http/protected-resource.ts';
export {
  createRevocationList,
  type RevocableClaims,
  type RevocationList,
  type RevocationListOptions,
} from './http/revocation.ts';
