import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ERROR_CODES, errorPage } from './error-codes.ts';
import { GUIDES, MIGRATIONS, type Page } from './pages.ts';

const docs = resolve(import.meta.dirname, '..');
const packages = resolve(docs, '../../packages');

/** The Markdown of a guide, with its included files. */
export function guideText(link: string): string {
  const file = join(docs, `${link}.md`);
  return readFileSync(file, 'utf8').replaceAll(/^<<< (\S+) \[(.+)\]$/gm, (_, path: string, label: string) => {
    const code = readFileSync(join(dirname(file), path), 'utf8').trimEnd();
    return `${label}:\n\n\`\`\`ts\n${code}\n\`\`\`\n`;
  });
}

const isGuide = ({ link }: Page): boolean => link.startsWith('/guides/');

/** A line of llms.txt: the first sentence describes the page. */
function entry({ text, link }: Page): string {
  const [, paragraph = ''] = guideText(link).split(/\n\n+/);
  const sentence = /^.*?[.:](?=\s|$)/s.exec(paragraph)?.[0] ?? paragraph;
  return `- [${text}](${link}): ${sentence.replaceAll(/\s+/g, ' ').replace(/:$/, '.')}`;
}

/** The contents of `llms.txt` (https://llmstxt.org): a summary, and a list of the pages. */
export function llmsText(): string {
  const sections = [...GUIDES, { text: 'Migration', items: MIGRATIONS }].map(
    ({ text, items }) => `## ${text}\n\n${items.filter(isGuide).map(entry).join('\n')}`,
  );
  return [
    '# Countersign',
    '> Digests, tokens and passwords for TypeScript: `@countersign/core`, `@countersign/jwt` and `@countersign/password`. Safe by default on Node.js, browsers, workers, Deno and Bun.',
    'Every sample is compiled and run by a test. [llms-full.txt](/llms-full.txt) contains all guides, the READMEs and the error codes in one file.',
    ...sections,
    '## Reference\n\n- [API](/reference/): every exported name.\n- [Error codes](/errors/): causes and fixes of each code.',
    '',
  ].join('\n\n');
}

/** The contents of `llms-full.txt`. */
export function llmsFullText(): string {
  const readmes = ['core', 'jwt', 'password'].map((name) =>
    readFileSync(join(packages, name, 'README.md'), 'utf8'),
  );
  const guides = [...GUIDES.flatMap(({ items }) => items), ...MIGRATIONS].filter(isGuide);
  const errors = Object.entries(ERROR_CODES).map(([code, text]) => errorPage(code, text));
  return [...readmes, ...guides.map(({ link }) => guideText(link)), ...errors].join('\n\n---\n\n');
}
