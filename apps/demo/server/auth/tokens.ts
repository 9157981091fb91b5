import { randomUUID } from 'node:crypto';
import {
  createKeySet,
  createSigner,
  createVerifier,
  type Jwks,
  type Signer,
  type Verifier,
} from '@countersign/jwt';
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

/** Issues and verifies access tokens. */
export class AccessTokens {
  readonly #options: AccessTokensOptions;
  #jwks: Jwks = { keys: [] };
  #sign: Signer | undefined;
  #verify: Verifier<AccessClaims>;

  constructor(ring: KeyRing, options: AccessTokensOptions) {
    this.#options = options;
    this.#verify = this.#verifier(ring);
    this.use(ring);
  }

  /** The public keys. */
  get jwks(): Jwks {
    return this.#jwks;
  }

  /** Uses other keys from now on. */
  use(ring: KeyRing): void {
    this.#jwks = ring.jwks;
    this.#verify = this.#verifier(ring);
    this.#sign = this.#signer(ring);
  }

  async issue(accountId: string, sessionId: string): Promise<string> {
    if (!this.#sign) throw new NoSigningKeyError('SERVICE_SECRET does not decrypt the active signing key.');
    return this.#sign({ sub: accountId, sid: sessionId, jti: randomUUID(), client_id: CLIENT_ID });
  }

  /** @throws TokenError */
  verify(token: string): Promise<AccessClaims> {
    return this.#verify(token);
  }

  #signer({ signingKey }: KeyRing): Signer | undefined {
    const [algorithm] = signingKey?.algorithms ?? [];
    if (!signingKey || !algorithm) return undefined;
    const { issuer, audiences, now } = this.#options;
    return createSigner(signingKey, {
      algorithm,
      type: 'at+jwt',
      issuer,
      audience: audiences,
      expiresIn: ACCESS_TOKEN_SECONDS,
      issuedAt: true,
      now,
    });
  }

  #verifier({ jwks }: KeyRing): Verifier<AccessClaims> {
    const { issuer, audiences, now } = this.#options;
    return createVerifier(createKeySet(jwks), {
      algorithms: SIGNING_ALGORITHMS,
      type: 'at+jwt',
      issuer,
      audience: audiences[0],
      leeway: CLOCK_SKEW_SECONDS,
      require: ['exp', 'iat'],
      schema: AccessClaims,
      now,
    });
  }
}
