import { randomUUID } from 'node:crypto';
import {
  createKeySet,
  createSigner,
  createVerifier,
  exportKey,
  generateKey,
  importKey,
  type Jwk,
  type Jwks,
  type Key,
  publicKeyOf,
  thumbprint,
} from '@countersign/jwt';
import * as v from 'valibot';

/** What an access token says (RFC 9068 section 2.2). */
const AccessClaims = v.object({ sub: v.string(), jti: v.string(), exp: v.number(), client_id: v.string() });

/** Makes and verifies access tokens. */
export interface AccessTokens {
  readonly lifetimeSeconds: number;
  /** The public halves, for `/.well-known/jwks.json`. */
  readonly jwks: Jwks;
  issue(accountId: string): Promise<string>;
  /** @throws {@link TokenError} */
  verify(token: string): Promise<v.InferOutput<typeof AccessClaims>>;
}

const LIFETIME_SECONDS = 300;
const ALGORITHM = 'Ed25519';

/** A new signing key as text, for the store. */
export async function newSigningKey(): Promise<string> {
  const { privateKey } = await generateKey(ALGORITHM);
  return JSON.stringify({ ...(await exportKey(privateKey, 'jwk')), kid: await thumbprint(privateKey) });
}

/** Access tokens by RFC 9068, signed with one key, for one issuer and audience. */
export async function accessTokens(signingKey: string, issuer: string): Promise<AccessTokens> {
  const key = await importKey(signingKey, { algorithm: ALGORITHM });
  if (!isPrivate(key)) throw new Error('The signing key in the database is no private key.');
  const publicJwk: Jwk = await exportKey(publicKeyOf(key), 'jwk');
  const jwks: Jwks = { keys: [publicJwk] };
  const sign = createSigner(key, {
    algorithm: ALGORITHM,
    type: 'at+jwt',
    issuer,
    audience: issuer,
    expiresIn: LIFETIME_SECONDS,
    issuedAt: true,
  });
  const verify = createVerifier(createKeySet(jwks), {
    algorithms: [ALGORITHM],
    type: 'at+jwt',
    issuer,
    audience: issuer,
    schema: AccessClaims,
    require: ['exp', 'iat'],
  });
  return {
    lifetimeSeconds: LIFETIME_SECONDS,
    jwks,
    issue: (accountId) => sign({ sub: accountId, jti: randomUUID(), client_id: 'countersign-demo' }),
    verify,
  };
}

function isPrivate(key: Key): key is Key<'private'> {
  return key.kind === 'private';
}
