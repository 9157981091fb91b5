import { randomUUID } from 'node:crypto';
import { createKeySet, createSigner, type Jwks, type Signer } from '@countersign/jwt';
import { accessTokenRules, type BearerVerifier, createBearerVerifier } from '@countersign/jwt/http';
import { z } from '@hono/zod-openapi';
import { type KeyRing, SIGNING_ALGORITHMS } from './keyring.ts';

/** The claims of an access token (RFC 9068 section 2.2), with the id of its session. */
export const AccessClaims = z.object({
  sub: z.string(),
  sid: z.string(),
  jti: z.string(),
  client_id: z.string(),
  iat: z.number(),
  exp: z.number(),
  iss: z.string(),
  aud: z.array(z.string()),
});
export type AccessClaims = z.infer<typeof AccessClaims>;

export const ACCESS_TOKEN_SECONDS = 300;

/** The clocks of two instances may differ by this much. */
export const CLOCK_SKEW_SECONDS = 30;

/** RFC 9068 requires a client id. This service has one client: itself. */
const CLIENT_ID = 'countersign-demo';

export interface AccessTokensOptions {
  readonly issuer: string;
  /** This service first, then the other resource servers. */
  readonly audiences: readonly [string, ...string[]];
  readonly now: () => Date;
}

/** This instance has no key to sign with. */
export class NoSigningKeyError extends Error {
  override readonly name = 'NoSigningKeyError';
}

/** Issues and verifies access tokens with one set of keys. */
export class AccessTokens {
  readonly jwks: Jwks;
  readonly bearer: BearerVerifier<AccessClaims>;
  readonly #sign: Signer | undefined;

  constructor({ signingKey, jwks }: KeyRing, { issuer, audiences, now }: AccessTokensOptions) {
    this.jwks = jwks;
    const rules = {
      ...accessTokenRules({ issuer, audience: audiences[0], algorithms: SIGNING_ALGORITHMS }),
      now,
    };
    this.bearer = createBearerVerifier(
      createKeySet(jwks),
      { ...rules, leeway: CLOCK_SKEW_SECONDS, schema: AccessClaims },
      { realm: 'countersign' },
    );
    const [algorithm] = signingKey?.algorithms ?? [];
    if (!signingKey || !algorithm) return;
    const registered = { issuer, audience: audiences, expiresIn: ACCESS_TOKEN_SECONDS, issuedAt: true };
    this.#sign = createSigner(signingKey, { ...registered, algorithm, type: 'at+jwt', now });
  }

  async issue(accountId: string, sessionId: string): Promise<string> {
    if (!this.#sign) throw new NoSigningKeyError('SERVICE_SECRET does not decrypt the active signing key.');
    return this.#sign({ sub: accountId, sid: sessionId, jti: randomUUID(), client_id: CLIENT_ID });
  }
}
