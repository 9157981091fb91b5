import { type Claims, exportKey, generateKey, sign } from '@countersign/jwt';
import type { BearerVerifier } from '@countersign/jwt/http';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

// Tokens of the shapes that each provider writes, signed with a key of this test. The metadata has the provider's addresses.

interface Provider {
  readonly name: string;
  /** The address of the metadata, and the one of the key set in it. */
  readonly metadata: string;
  readonly jwksUri: string;
  readonly load: () => Promise<{ readonly bearer: Pick<BearerVerifier<Claims>, 'verify'> }>;
  readonly claims: Claims;
  readonly scopes: readonly string[];
  /** Changes of the claims that must be rejected. */
  readonly rejected: readonly (readonly [name: string, changes: Claims])[];
}

const seconds = Math.floor(Date.now() / 1000);
const times = { iat: seconds - 10, exp: seconds + 3600 };
const ENTRA = 'https://login.microsoftonline.com/72f988bf-0000-4000-8000-2d7cd011db47';
const COGNITO = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEf123';

const PROVIDERS: readonly Provider[] = [
  {
    name: 'Auth0',
    metadata: 'https://example.eu.auth0.com/.well-known/openid-configuration',
    jwksUri: 'https://example.eu.auth0.com/.well-known/jwks.json',
    load: () => import('../../providers/auth0.ts'),
    claims: {
      iss: 'https://example.eu.auth0.com/',
      sub: 'auth0|5f7c8ec7c33c6c004bbafe82',
      aud: ['https://api.example.com', 'https://example.eu.auth0.com/userinfo'],
      azp: 'my_client_id',
      scope: 'openid profile read:reports',
      permissions: ['read:reports'],
    },
    scopes: ['openid', 'profile', 'read:reports'],
    rejected: [
      ['an ID token', { aud: 'my_client_id', scope: undefined, nonce: 'abc' }],
      ['a token of another API', { aud: ['https://other.example.com'] }],
      ['an issuer without the final slash', { iss: 'https://example.eu.auth0.com' }],
      ['a token of another tenant', { iss: 'https://evil.eu.auth0.com/' }],
    ],
  },
  {
    name: 'Keycloak',
    metadata: 'https://login.example.com/realms/example/.well-known/openid-configuration',
    jwksUri: 'https://login.example.com/realms/example/protocol/openid-connect/certs',
    load: () => import('../../providers/keycloak.ts'),
    claims: {
      iss: 'https://login.example.com/realms/example',
      sub: 'f4b1c5f6-0000-4000-8000-1f2e3d4c5b6a',
      aud: ['reports-api', 'account'],
      typ: 'Bearer',
      azp: 'web',
      scope: 'profile email',
      realm_access: { roles: ['user'] },
    },
    scopes: ['profile', 'email'],
    rejected: [
      ['a token without an audience mapper', { aud: 'account' }],
      ['an ID token', { aud: 'web', typ: 'ID' }],
      ['a token of another realm', { iss: 'https://login.example.com/realms/master' }],
    ],
  },
  {
    name: 'Entra',
    metadata: `${ENTRA}/v2.0/.well-known/openid-configuration`,
    jwksUri: `${ENTRA}/discovery/v2.0/keys`,
    load: () => import('../../providers/entra.ts'),
    claims: {
      iss: `${ENTRA}/v2.0`,
      sub: 'AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ',
      aud: '6e74172b-0000-4000-8000-fee7e48d6f7e',
      azp: '00001111-aaaa-2222-bbbb-3333cccc4444',
      scp: 'Reports.Read Reports.Write',
      tid: '72f988bf-0000-4000-8000-2d7cd011db47',
      ver: '2.0',
    },
    scopes: ['Reports.Read', 'Reports.Write'],
    rejected: [
      [
        'a token of version 1.0',
        {
          iss: 'https://sts.windows.net/72f988bf-0000-4000-8000-2d7cd011db47/',
          aud: 'api://reports',
          ver: '1.0',
        },
      ],
      ['a token of another tenant', { iss: 'https://login.microsoftonline.com/common/v2.0' }],
      ['a token for the calling program', { aud: '00001111-aaaa-2222-bbbb-3333cccc4444' }],
    ],
  },
  {
    name: 'Cognito',
    metadata: `${COGNITO}/.well-known/openid-configuration`,
    jwksUri: `${COGNITO}/.well-known/jwks.json`,
    load: () => import('../../providers/cognito.ts'),
    claims: {
      iss: COGNITO,
      sub: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
      client_id: '1h57kf5cpq17m0eml12EXAMPLE',
      token_use: 'access',
      scope: 'reports/read',
      'cognito:groups': ['editors'],
      jti: 'one',
    },
    scopes: ['reports/read'],
    rejected: [
      [
        'an ID token',
        { token_use: 'id', aud: '1h57kf5cpq17m0eml12EXAMPLE', client_id: undefined, scope: undefined },
      ],
      ['a token of another client', { client_id: 'other' }],
      ['a token of another pool', { iss: `${COGNITO}X` }],
    ],
  },
  {
    name: 'Google',
    metadata: 'https://accounts.google.com/.well-known/openid-configuration',
    jwksUri: 'https://www.googleapis.com/oauth2/v3/certs',
    load: () => import('../../providers/google.ts'),
    claims: {
      iss: 'https://accounts.google.com',
      sub: '110169484474386276334',
      aud: '1234567890-example.apps.googleusercontent.com',
      azp: '1234567890-example.apps.googleusercontent.com',
      email: 'ann@example.com',
      email_verified: true,
    },
    scopes: [],
    rejected: [
      ['a token of another application', { aud: '999-other.apps.googleusercontent.com' }],
      ['an issuer without https', { iss: 'accounts.google.com' }],
    ],
  },
];

const { privateKey, publicKey } = await generateKey('RS256', { keyId: 'one' });
// Entra's keys have no `alg`, and Keycloak publishes a key for encryption, too.
const { alg: _, ...jwk } = await exportKey(publicKey, 'jwk');
const jwks = { keys: [{ ...jwk, kid: 'encryption', use: 'enc', alg: 'RSA-OAEP' }, jwk] };

const documents = new Map<string, unknown>(
  PROVIDERS.flatMap(({ claims, metadata, jwksUri }) => [
    [metadata, { issuer: claims.iss, jwks_uri: jwksUri }],
    [jwksUri, jwks],
  ]),
);

beforeAll(() => {
  vi.stubGlobal('fetch', async (url: string) =>
    documents.has(url) ? Response.json(documents.get(url)) : new Response(null, { status: 404 }),
  );
});

afterAll(() => {
  vi.unstubAllGlobals();
});

const authorization = async (claims: Claims): Promise<string> => {
  const present = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
  return `Bearer ${await sign({ ...times, ...present }, privateKey, { algorithm: 'RS256', keyId: 'one' })}`;
};

describe.each(PROVIDERS)('the verifier for $name', ({ load, claims, scopes, rejected }) => {
  test('accepts an access token of its shape', async () => {
    const { bearer } = await load();
    const verified = await bearer.verify(await authorization(claims));
    expect(verified).toMatchObject({ claims: { sub: claims.sub }, scopes });
  });

  test.each(rejected)('rejects %s', async (_name, changes) => {
    const { bearer } = await load();
    await expect(bearer.verify(await authorization({ ...claims, ...changes }))).rejects.toMatchObject({
      code: 'ERR_BEARER_TOKEN',
      status: 401,
    });
  });

  test('rejects an expired token', async () => {
    const { bearer } = await load();
    await expect(bearer.verify(await authorization({ ...claims, exp: seconds - 60 }))).rejects.toMatchObject({
      cause: { code: 'ERR_TOKEN_EXPIRED' },
    });
  });
});
