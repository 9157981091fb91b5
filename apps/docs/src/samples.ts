import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A TypeScript sample of the documentation: a whole module, and what its `console.log` calls print. */
export interface Sample {
  readonly name: string;
  readonly code: string;
  /** The comment behind each `console.log`, or below it, in order. */
  readonly prints: readonly string[];
}

/** The blocks of one language in a Markdown text. */
export function blocks(markdown: string, language: string): readonly string[] {
  return [...markdown.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(
    ([, code = '']) => code,
  );
}

/** Every `ts` block of the Markdown files that a pattern finds. */
export function samples(folder: string, pattern: string): readonly Sample[] {
  return globSync(pattern, { cwd: folder })
    .sort()
    .flatMap((file) =>
      blocks(readFileSync(join(folder, file), 'utf8'), 'ts').map((code, index) => ({
        name: `${nameOf(file)}-${index + 1}`,
        code,
        prints: [...code.matchAll(/console\.log\(.*?\);\s*\/\/ (.*)$/gm)].map(([, printed = '']) => printed),
      })),
    );
}

/** `guides/hash-a-file.md` to `hash-a-file`, `packages/jwt/README.md` to `jwt-README`. */
function nameOf(file: string): string {
  const name = basename(file, '.md');
  return name === 'README' ? `${basename(dirname(file))}-README` : name;
}
