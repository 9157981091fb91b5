import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitepress';
import { documents } from '../src/documents.ts';
import { llmsFullText, llmsText } from '../src/llms.ts';
import { ENTRIES, GUIDES, MIGRATIONS } from '../src/pages.ts';

const reference = ENTRIES.map((entry) => ({
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
  buildEnd({ outDir }) {
    writeFileSync(join(outDir, 'llms.txt'), llmsText());
    writeFileSync(join(outDir, 'llms-full.txt'), llmsFullText());
  },
  themeConfig: {
    logo: '/logo.svg',
    nav: [
      { text: 'Guides', link: '/guides/sign-and-verify' },
      ...(security[0] ? [{ text: 'Security', link: security[0].link }] : []),
      { text: 'Errors', link: '/errors/' },
      { text: 'Reference', link: '/reference/' },
    ],
    socialLinks: [{ icon: 'github', link: 'https://github.com/countersign/countersign' }],
    sidebar: [
      ...GUIDES.map(({ text, items }) => ({ text, items: [...items] })),
      { text: 'Migrate from', items: [...MIGRATIONS] },
      ...(security.length > 0 ? [{ text: 'Security', items: security }] : []),
      { text: 'Reference', items: reference },
    ],
    search: { provider: 'local' },
    outline: [2, 3],
    footer: { message: 'MIT licence. Every sample on these pages is compiled and run by a test.' },
  },
});
