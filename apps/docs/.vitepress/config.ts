import { defineConfig } from 'vitepress';
import { documents } from '../src/documents.ts';

const guides = [
  { text: 'Hash a file', link: '/guides/hash-a-file' },
  { text: 'Sign and verify a token', link: '/guides/sign-and-verify' },
  { text: 'Protect a route', link: '/guides/protect-a-route' },
  { text: 'Rotate signing keys', link: '/guides/rotate-keys' },
  { text: 'Store passwords', link: '/guides/store-passwords' },
  { text: 'Reset a password', link: '/guides/reset-a-password' },
  { text: 'Choose parameters', link: '/guides/choose-parameters' },
  { text: 'Use a shell', link: '/guides/use-a-shell' },
];

const migrations = [
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

const reference = ['core', 'core/node', 'jwt', 'jwt/node', 'password', 'password/node'].map((entry) => ({
  text: `@countersign/${entry}`,
  link: `/reference/@countersign/${entry}`,
}));

const security = documents().map(({ name, title }) => ({ text: title, link: `/security/${name}` }));

export default defineConfig({
  title: 'Countersign',
  description: 'Digests, tokens and passwords for TypeScript, safe by default.',
  cleanUrls: true,
  head: [['link', { rel: 'icon', href: '/logo.svg', type: 'image/svg+xml' }]],
  srcExclude: ['README.md'],
  vite: {
    // The reference is one long page a package.
    build: { chunkSizeWarningLimit: 2000 },
  },
  themeConfig: {
    logo: '/logo.svg',
    nav: [
      { text: 'Guides', link: '/guides/hash-a-file' },
      ...(security[0] ? [{ text: 'Security', link: security[0].link }] : []),
      { text: 'Reference', link: '/reference/' },
    ],
    socialLinks: [{ icon: 'github', link: 'https://github.com/countersign/countersign' }],
    sidebar: [
      { text: 'Guides', items: guides },
      { text: 'Migrate from', items: migrations },
      ...(security.length > 0 ? [{ text: 'Security', items: security }] : []),
      { text: 'Reference', items: reference },
    ],
    search: { provider: 'local' },
    outline: [2, 3],
    footer: { message: 'MIT licence. Every sample on these pages is compiled and run by a test.' },
  },
});
