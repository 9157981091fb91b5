import type { Plugin } from 'vite';
import { CONNECT_SOURCES, PAGES, type Page, policyOf, STANDALONE } from './pages.ts';

/** The promise of each page about its connections. Its policy enforces it. */
const PROMISES: Readonly<Record<Page['connects'], string>> = {
  nowhere: 'Nothing you type leaves this page: its policy forbids the browser every connection.',
  'where you say': 'This page fetches the address that you confirm, and tells it nothing else.',
};

const KEEPING: Readonly<Record<Page['connects'], string>> = {
  nowhere: 'Nothing is kept in a cookie, in storage or in the address; leaving the page forgets everything.',
  'where you say':
    'Nothing is kept in a cookie, in storage or in the address; leaving the page forgets everything.',
};

/** The place of a page: on the site, or with others in one file. */
export interface Place {
  readonly pages: readonly Page[];
  readonly href: (page: Page) => string;
  /** How the page is used without a network, after its promise. */
  readonly offline: string;
  /** How its promise can be checked. */
  readonly proof: string;
}

const SITE: Place = {
  pages: PAGES,
  href: ({ file }) => file,
  offline: `It works offline, too: <a href="${STANDALONE}" download>keep these pages as one file</a>.`,
  proof:
    'See for yourself in the developer tools: the network tab stays empty, and the headers hold the policy.',
};

function link(page: Page, current: Page, place: Place): string {
  const isCurrent = page === current ? ' aria-current="page"' : '';
  const isOnline = page.connects === 'nowhere' ? '' : ' class="online"';
  return `<li><a href="${place.href(page)}"${isCurrent}${isOnline}>${page.title}</a></li>`;
}

/** The body of a page around its own content. */
export function bodyOf(page: Page, content: string, place: Place): string {
  const [home = page] = place.pages;
  const isOffline = page.connects === 'nowhere';
  return `<a class="skip" href="#content">Skip to the content</a>
    <header class="masthead">
      <div class="bar">
        <a class="brand" href="${place.href(home)}"><span class="seal" aria-hidden="true"></span>Countersign</a>
        <button id="theme" type="button" class="quiet">Theme: system</button>
        <nav aria-label="Pages"><ul>${place.pages.map((each) => link(each, page, place)).join('')}</ul></nav>
      </div>
      <div class="title">
        <h1>${page.title}</h1>
        <p class="summary">${page.summary}</p>
        <p class="promise" data-connects="${page.connects}"><code>connect-src ${CONNECT_SOURCES[page.connects].split(' ')[0]}</code> ${PROMISES[page.connects]}${isOffline ? ` ${place.offline}` : ''}</p>
      </div>
    </header>
    <main id="content" tabindex="-1">
${content}
    </main>
    <footer>
      <p>
        All cryptography is that of the packages’ default entries, run by your browser. ${KEEPING[page.connects]}${isOffline ? ` ${place.proof}` : ''}
      </p>
    </footer>
    <noscript><p class="promise">This page computes in your browser and needs JavaScript for it.</p></noscript>`;
}

/** The whole document around a page's own content. */
function documentOf(page: Page, content: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policyOf(page)}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="referrer" content="no-referrer" />
    <meta name="description" content="${page.summary}" />
    <title>${page.title} · Countersign</title>
    <link rel="icon" href="/seal.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/style/${page.name}.css" />
    <script type="module" src="/${page.name}/main.ts"></script>
  </head>
  <body>
    ${bodyOf(page, content, SITE)}
  </body>
</html>
`;
}

/** Puts each page's content into the document that all pages share. */
export function shell(): Plugin {
  return {
    name: 'shell',
    transformIndexHtml: {
      order: 'pre',
      handler(content, { path }) {
        const page = PAGES.find(({ file }) => path === `/${file}`);
        if (!page) throw new Error(`pages.ts has no page for ${path}.`);
        return documentOf(page, content).replace(/\n\s+/g, '\n');
      },
    },
  };
}

/**
 * Has a page load all that it may need at its start, dictionaries and WebAssembly included: afterwards it makes no
 * request, and goes on working without a network.
 */
export function preloadEverything(): Plugin {
  return {
    name: 'preload-everything',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { chunk, bundle }) {
        const wanted = new Set<string>(chunk?.dynamicImports);
        for (const fileName of wanted) {
          const found = bundle?.[fileName];
          if (found?.type !== 'chunk') continue;
          for (const next of [...found.imports, ...found.dynamicImports]) wanted.add(next);
        }
        return Array.from(wanted, (fileName) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', href: `./${fileName}` },
          injectTo: 'head' as const,
        }));
      },
    },
  };
}
