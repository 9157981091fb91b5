/**
 * Sign and verify JSON Web Tokens, validate claims, import and publish keys, inspect and lint tokens.
 *
 * @packageDocumentation
 */
export { checkClaims, validateClaims } from './claims/check.ts';
export { parseClaims } from './claims/parse.ts';
export type { ClaimRules, Claims, RegisteredClaims, SkippableCheck } from './claims/rules.ts';
export type { UntrustedClaims } from './claims/time.ts';
export {
  type SchemaClaims,
  type SchemaRules,
  type VerifiedToken,
  verify,
  verifyComplete,
  type WithRegisteredClaims,
} from './decode.ts';
export { createSigner, type Signer, sign } from './encode.ts';
export {
  type Blame,
  ClaimError,
  type ClaimFailure,
  DecodeError,
  ExpiredTokenError,
  ImmatureTokenError,
  InvalidAlgorithmError,
  InvalidAudienceError,
  InvalidClaimError,
  InvalidIssuedAtError,
  InvalidIssuerError,
  InvalidKeyError,
  InvalidSignatureError,
  InvalidSubjectError,
  InvalidTokenIdError,
  JwtError,
  type JwtErrorCode,
  KeyNotFoundError,
  KeySetError,
  MissingClaimError,
  RevokedTokenError,
  TokenError,
  type TokenErrorCode,
} from './errors.ts';
export { type SignJwsOptions, signJws, type VerifiedJws, type VerifyJwsRules, verifyJws } from './jws.ts';
export type { Fetch } from './key-sets/download.ts';
export type { KeySetProblem } from './key-sets/entries.ts';
export type { HeadersSource } from './key-sets/headers.ts';
export { createKeySet, type Jwks, type KeySetOptions, type LocalKeySet } from './key-sets/local.ts';
export { createRemoteKeySet, type RemoteKeySet, type RemoteKeySetOptions } from './key-sets/remote.ts';
export { type Algorithm, algorithms, type KeyType, type SecretAlgorithm } from './keys/algorithms.ts';
export { exportKey, type KeyFormat, publicKeyOf, thumbprint } from './keys/export.ts';
export { type ExternalKeyOptions, type ExternalSign, externalKey } from './keys/external.ts';
export type { KeyStrength } from './keys/fit.ts';
export type { Jwk, JwkMembers } from './keys/formats/jwk.ts';
export { type GenerateKeyOptions, generateKey, type KeyPair } from './keys/generate.ts';
export { type ImportKeyOptions, importKey } from './keys/import.ts';
export type {
  Key,
  KeyKind,
  KeyKindOf,
  KeyOf,
  SigningKey,
  VerificationKey,
} from './keys/key.ts';
export { KeySet, type SelectedKey } from './keys/key-set.ts';
export type { FoundKey, KeyFunction, SigningInputKey, VerificationInputKey } from './keys/resolve.ts';
export type { KeySource, NodeKeyObject } from './keys/source.ts';
export { type Finding, type LintOptions, lint, type Severity } from './lint/lint.ts';
export type { JwsOptions, SignOptions } from './sign.ts';
export { DEFAULT_MAX_TOKEN_LENGTH } from './token/compact.ts';
export type { ProtectedHeader } from './token/header.ts';
export { decodeUnverified, type UnverifiedOptions, type UnverifiedToken } from './token/inspect.ts';
export type { JsonObject, JsonValue } from './token/json.ts';
export { createVerifier, type Verifier, type VerifierOptions } from './verifier.ts';
export type { JwsRules, Rules } from './verify.ts';
