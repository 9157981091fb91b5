import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A TypeScript sample of a guide: a whole module, and what its `console.log` calls print. */
export interface Sample {
  readonly name: string;
  readonly code: string;
  /** The comment behind each `console.log`, or below it, in order. */
  readonly prints: readonly string[];
}

/** Every `ts` block of every guide. */
export function samples(guides: string): readonly Sample[] {
  return globSync('*.md', { cwd: guides })
    .sort()
    .flatMap((file) => {
      const text = readFileSync(join(guides, file), 'utf8');
      return [...text.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = ''], index) => ({
        name: `${basename(file, '.md')}-${index + 1}`,
        code,
        prints: [...code.matchAll(/console\.log\(.*?\);\s*\/\/ (.*)$/gm)].map(([, printed = '']) => printed),
      }));
    });
}
