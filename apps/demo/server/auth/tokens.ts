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

/** What an access token says (RFC 9068 section 2.2), and which session it belongs to. */
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

/** There is one client: the service's own (RFC 9068 wants a name for it). */
const CLIENT_ID = 'countersign-demo';

/** For whom tokens are. Each resource server has an audience of its own (OWASP ASVS 5.0, 9.2.4). */
export interface Audiences {
  readonly issuer: string;
  /** This service first, then the others that take its tokens. */
  readonly audiences: readonly [string, ...string[]];
  readonly now: () => Date;
}

/** Makes and verifies access tokens with the keys that it was last given. */
export class AccessTokens {
  readonly #audiences: Audiences;
  #jwks: Jwks;
  #sign: Signer;
  #verify: Verifier<AccessClaims>;

  constructor(ring: KeyRing, audiences: Audiences) {
    this.#audiences = audiences;
    this.#jwks = ring.jwks;
    this.#sign = signer(ring, audiences);
    this.#verify = verifier(ring, audiences);
  }

  /** The public halves, for `/.well-known/jwks.json`. */
  get jwks(): Jwks {
    return this.#jwks;
  }

  /** Takes over other keys. Requests under way finish with those they began with. */
  use(ring: KeyRing): void {
    this.#jwks = ring.jwks;
    this.#sign = signer(ring, this.#audiences);
    this.#verify = verifier(ring, this.#audiences);
  }

  issue(accountId: string, sessionId: string): Promise<string> {
    return this.#sign({ sub: accountId, sid: sessionId, jti: randomUUID(), client_id: CLIENT_ID });
  }

  /** @throws {@link TokenError} */
  verify(token: string): Promise<AccessClaims> {
    return this.#verify(token);
  }
}

function signer({ signingKey }: KeyRing, { issuer, audiences, now }: Audiences): Signer {
  const [algorithm] = signingKey.algorithms;
  if (!algorithm) throw new Error('The signing key is for no algorithm.');
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

function verifier({ jwks }: KeyRing, { issuer, audiences, now }: Audiences): Verifier<AccessClaims> {
  return createVerifier(createKeySet(jwks), {
    algorithms: SIGNING_ALGORITHMS,
    type: 'at+jwt',
    issuer,
    audience: audiences[0],
    schema: AccessClaims,
    require: ['exp', 'iat'],
    now,
  });
}
