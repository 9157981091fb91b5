import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A sample of the documentation: a whole program and its expected output. */
export interface Sample {
  readonly name: string;
  readonly code: string;
  /** The comment after each printing call, or below it, in order. */
  readonly prints: readonly string[];
}

/** The blocks of one language in a Markdown text. */
export function blocks(markdown: string, language: string): readonly string[] {
  return [...markdown.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(
    ([, code = '']) => code,
  );
}

/** The languages of samples, and how each writes a line of output with its expected text. */
const PRINTS = {
  ts: /console\.log\(.*?\);\s*\/\/ (.*)$/gm,
  js: /console\.log\(.*?\);\s*\/\/ (.*)$/gm,
  python: /^print\(.*\) {2}# (.*)$/gm,
} as const;

/** Every block of a language in the Markdown files that a pattern finds. */
export function samples(
  folder: string,
  pattern: string,
  language: keyof typeof PRINTS = 'ts',
): readonly Sample[] {
  return globSync(pattern, { cwd: folder })
    .sort()
    .flatMap((file) =>
      blocks(readFileSync(join(folder, file), 'utf8'), language).map((code, index) => ({
        name: `${nameOf(file)}-${index + 1}`,
        code,
        prints: [...code.matchAll(PRINTS[language])].map(([, printed = '']) => printed),
      })),
    );
}

/** `guides/hash-a-file.md` to `hash-a-file`, `packages/jwt/README.md` to `jwt-README`. */
function nameOf(file: string): string {
  const name = basename(file, '.md');
  return name === 'README' ? `${basename(dirname(file)).replace('.', 'root')}-README` : name;
}
