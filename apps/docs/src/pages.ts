/** A page of the site, in the order of the menu. */
export interface Page {
  readonly text: string;
  readonly link: string;
}

/** The guides, by subject. */
export const GUIDES: readonly { readonly text: string; readonly items: readonly Page[] }[] = [
  {
    text: 'Tokens',
    items: [
      { text: 'Sign and verify a token', link: '/guides/sign-and-verify' },
      { text: 'Protect a route', link: '/guides/protect-a-route' },
      { text: 'Auth0, Keycloak, Entra, Cognito, Google', link: '/guides/use-an-identity-provider' },
      { text: 'Rotate signing keys', link: '/guides/rotate-keys' },
    ],
  },
  {
    text: 'Passwords',
    items: [
      { text: 'Store passwords', link: '/guides/store-passwords' },
      { text: 'Reset a password', link: '/guides/reset-a-password' },
      { text: 'Choose parameters', link: '/guides/choose-parameters' },
    ],
  },
  {
    text: 'Digests and random values',
    items: [
      { text: 'Hash a file', link: '/guides/hash-a-file' },
      { text: 'Verify a webhook', link: '/guides/verify-a-webhook' },
      { text: 'Make random values', link: '/guides/make-random-values' },
    ],
  },
  {
    text: 'Operation',
    items: [
      { text: 'Use a shell', link: '/guides/use-a-shell' },
      { text: 'At scale', link: '/guides/at-scale' },
      { text: 'Error codes', link: '/errors/' },
    ],
  },
];

export const MIGRATIONS: readonly Page[] = [
  { text: 'jsonwebtoken', link: '/guides/migrate-from-jsonwebtoken' },
  { text: 'jose', link: '/guides/migrate-from-jose' },
  { text: 'fast-jwt', link: '/guides/migrate-from-fast-jwt' },
  { text: 'express-jwt, jwks-rsa', link: '/guides/migrate-from-express-jwt' },
  { text: 'node:crypto', link: '/guides/migrate-from-node-crypto' },
  { text: 'bcrypt, bcryptjs', link: '/guides/migrate-from-bcrypt' },
  { text: 'argon2', link: '/guides/migrate-from-argon2' },
  { text: 'PyJWT', link: '/guides/migrate-from-pyjwt' },
  { text: 'Django', link: '/guides/migrate-from-django' },
  { text: 'passlib', link: '/guides/migrate-from-passlib' },
];

export const ENTRIES = [
  'core',
  'core/node',
  'core/webhooks',
  'jwt',
  'jwt/node',
  'jwt/http',
  'password',
  'password/node',
] as const;
