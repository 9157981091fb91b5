import { defineConfig } from 'vitepress';
import { documents } from '../src/documents.ts';

const guides = [
  { text: 'Hash a file', link: '/guides/hash-a-file' },
  { text: 'Sign and verify a token', link: '/guides/sign-and-verify' },
  { text: 'Rotate signing keys', link: '/guides/rotate-keys' },
  { text: 'Store passwords', link: '/guides/choose-parameters' },
  { text: 'Migrate from Django', link: '/guides/migrate-from-django' },
  { text: 'Reset a password', link: '/guides/reset-a-password' },
];

const reference = [
  { text: '@countersign/core', link: '/reference/@countersign/core' },
  { text: '@countersign/jwt', link: '/reference/@countersign/jwt' },
  { text: '@countersign/password', link: '/reference/@countersign/password' },
];

const security = documents().map(({ name, title }) => ({ text: title, link: `/security/${name}` }));

export default defineConfig({
  title: 'Countersign',
  description: 'Digests, tokens and passwords for TypeScript, safe by default.',
  cleanUrls: true,
  srcExclude: ['README.md'],
  vite: {
    // The reference is one long page a package.
    build: { chunkSizeWarningLimit: 2000 },
  },
  themeConfig: {
    nav: [
      { text: 'Guides', link: '/guides/hash-a-file' },
      { text: 'Reference', link: '/reference/' },
    ],
    sidebar: [
      { text: 'Guides', items: guides },
      ...(security.length > 0 ? [{ text: 'Security', items: security }] : []),
      { text: 'Reference', items: reference },
    ],
    search: { provider: 'local' },
    outline: [2, 3],
  },
});
