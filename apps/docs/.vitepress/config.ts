import { defineConfig } from 'vitepress';

const guides = [
  { text: 'Hash a file', link: '/guides/hash-a-file' },
  { text: 'Sign and verify a token', link: '/guides/sign-and-verify' },
  { text: 'Rotate signing keys', link: '/guides/rotate-keys' },
  { text: 'Store passwords', link: '/guides/choose-parameters' },
  { text: 'Migrate from Django', link: '/guides/migrate-from-django' },
  { text: 'Reset a password', link: '/guides/reset-a-password' },
];

const reference = [
  { text: '@countersign/core', link: '/reference/core/src/' },
  { text: '@countersign/jwt', link: '/reference/jwt/src/' },
  { text: '@countersign/password', link: '/reference/password/src/' },
];

export default defineConfig({
  title: 'Countersign',
  description: 'Digests, tokens and passwords for TypeScript, safe by default.',
  cleanUrls: true,
  srcExclude: ['README.md'],
  rewrites: { 'reference/:package/src.md': 'reference/:package/index.md' },
  themeConfig: {
    nav: [
      { text: 'Guides', link: '/guides/hash-a-file' },
      { text: 'Reference', link: '/reference/core/' },
    ],
    sidebar: [
      { text: 'Guides', items: guides },
      {
        text: 'Reference',
        items: reference.map((item) => ({ ...item, link: item.link.replace('src/', '') })),
      },
    ],
    search: { provider: 'local' },
    outline: [2, 3],
  },
});
