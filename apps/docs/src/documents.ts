import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');
const SOURCES = 'https://github.com/countersign/countersign/blob/main';

/** A document of the repository's own `docs` folder, as a page of the site. */
export interface Document {
  readonly name: string;
  readonly title: string;
  readonly content: string;
}

/** Leads a link from one document to another to its page, and one to any other file of the repository to the file. */
function relink(markdown: string, from: string): string {
  return markdown.replaceAll(
    /\]\((?![a-z]+:|#|\/)([^)\s#]+)(#[^)\s]*)?\)/g,
    (_, target: string, hash = '') => {
      const path = join(dirname(from), target);
      return dirname(path) === 'docs' && path.endsWith('.md')
        ? `](./${basename(path, '.md')}${hash})`
        : `](${SOURCES}/${path}${hash})`;
    },
  );
}

/** Every document of the repository's `docs` folder. */
export function documents(): readonly Document[] {
  return globSync('docs/*.md', { cwd: root })
    .sort()
    .map((path) => {
      const content = relink(readFileSync(join(root, path), 'utf8'), path);
      const name = basename(path, '.md');
      return { name, title: /^# (.+)$/m.exec(content)?.[1] ?? name, content };
    });
}
