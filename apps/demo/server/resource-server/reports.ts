import { createRemoteKeySet, createVerifier, KeySetError, TokenError } from '@countersign/jwt';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { Problem } from '../api/problems.ts';
import { SIGNING_ALGORITHMS } from '../auth/keyring.ts';
import { AccessClaims } from '../auth/tokens.ts';
import { listen } from '../http/listen.ts';
import { respond } from '../http/respond.ts';
import { strictestPolicy } from '../pages.ts';
import { RESOURCE_SERVER } from '../routes/oauth.ts';

export interface ReportsOptions {
  readonly host: string;
  readonly port: number;
  /** Its name in tokens. Undefined: the address that it turns out to have. */
  readonly url: string | undefined;
  /** Whose tokens it takes. */
  readonly issuer: string;
  /** Where the issuer is reached from here. */
  readonly issuerAddress: string;
  /** With which it introspects tokens. */
  readonly secret: string;
  readonly now: () => Date;
}

const INTROSPECTION_MILLISECONDS = 2000;

/**
 * A second service that takes the first one's tokens. It shares nothing with it but the address of its key set, and a secret for introspection:
 * reading needs a valid token; changing something needs one that was not revoked since.
 */
export async function createReports(options: ReportsOptions) {
  let app: Hono | undefined;
  const listening = await listen(
    (request, env) => app?.fetch(request, env) ?? new Response(null, { status: 503 }),
    { host: options.host, port: options.port },
  );
  const audience = options.url ?? listening.url;
  app = reportsApp(audience, options);
  return { ...listening, audience };
}

function reportsApp(audience: string, { issuer, issuerAddress, secret, now }: ReportsOptions): Hono {
  const verify = createVerifier(createRemoteKeySet(`${issuerAddress}/.well-known/jwks.json`), {
    algorithms: SIGNING_ALGORITHMS,
    type: 'at+jwt',
    issuer,
    audience,
    schema: AccessClaims,
    require: ['exp', 'iat'],
    now,
  });

  async function authenticate(
    authorization = '',
  ): Promise<{ readonly claims: AccessClaims; readonly token: string }> {
    const token = /^bearer ([\w.-]+)$/i.exec(authorization)?.[1];
    if (token === undefined) throw new Problem('invalid-token');
    try {
      return { claims: await verify(token), token };
    } catch (error) {
      // Without keys nothing is known of the token: a client that heard "invalid" would throw it away.
      if (error instanceof KeySetError) throw new Problem('unavailable');
      if (error instanceof TokenError) throw new Problem('invalid-token', { reason: error.code });
      throw error;
    }
  }

  /** Asks the issuer (RFC 7662). No answer is no: it fails closed. */
  async function isActive(token: string): Promise<boolean> {
    const response = await fetch(`${issuerAddress}/oauth/introspect`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${RESOURCE_SERVER}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ token }),
      signal: AbortSignal.timeout(INTROSPECTION_MILLISECONDS),
    }).catch(() => undefined);
    if (!response?.ok) throw new Problem('unavailable');
    const answer: unknown = await response.json();
    return typeof answer === 'object' && answer !== null && 'active' in answer && answer.active === true;
  }

  const app = new Hono();
  app.use(
    secureHeaders({ referrerPolicy: 'no-referrer', strictTransportSecurity: false }),
    strictestPolicy(),
  );
  app.get('/report', async (c) => {
    const { claims } = await authenticate(c.req.header('authorization'));
    return c.json({ report: 'All is well.', for: claims.sub });
  });
  app.post('/report', async (c) => {
    const { claims, token } = await authenticate(c.req.header('authorization'));
    if (!(await isActive(token))) throw new Problem('invalid-token', { reason: 'session-ended' });
    return c.json({ report: 'A new one was ordered.', for: claims.sub }, 202);
  });
  app.notFound((c) => respond(c, new Problem('not-found')));
  app.onError((error, c) => respond(c, error instanceof Problem ? error : new Problem('internal')));
  return app;
}
