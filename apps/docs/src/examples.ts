import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** An `@example` of a package's TSDoc. */
interface Example {
  /** Such as `core-hash-1`. */
  readonly name: string;
  readonly code: string;
}

/** Names that an example uses, and its prelude has under another name. By source file. */
const GIVEN: Readonly<Record<string, string>> = {
  'jwt-decode': 'const key = publicKey;',
  'jwt-encode': 'const key = privateKey;',
  'jwt-jws': 'const key = privateKey;',
};

/** Every `@example` in the sources of a package. */
export function examples(sources: string, name: string): readonly Example[] {
  return globSync('**/*.ts', { cwd: sources, exclude: (path) => /\.(test|conformance)\.ts$/.test(path) })
    .sort()
    .flatMap((file) => {
      const comments = readFileSync(join(sources, file), 'utf8').match(/\/\*\*.*?\*\//gs) ?? [];
      return comments
        .flatMap((comment) =>
          comment
            .slice(3, -2)
            .replaceAll(/^ *\* ?/gm, '')
            .split('@example')
            .slice(1),
        )
        .map((text, index) => ({
          name: `${name}-${basename(file, '.ts')}-${index + 1}`,
          code: text.split(/^@/m)[0]?.trim() ?? '',
        }));
    });
}

/** The names that a prelude exports. */
export function preludeNames(prelude: string): readonly string[] {
  return [...prelude.matchAll(/^export (?:const )?(?:\{([^}]+)\}|(\w+))/gm)].flatMap(
    ([, several, one = '']) => several?.split(',').map((name) => name.trim()) ?? [one],
  );
}

/** Makes a module of an example, with an import for each name that it uses. */
export function moduleOf(example: Example, modules: Readonly<Record<string, readonly string[]>>): string {
  const source = example.name.replace(/-\d+$/, '');
  const text = `${GIVEN[source] ?? ''}\n${example.code}`;
  const isMentioned = (name: string): boolean => new RegExp(`(?<![.\\w'])${name}\\b`).test(text);
  const imports = Object.entries(modules)
    .map(([specifier, names]) => ({ specifier, names: names.filter(isMentioned) }))
    .filter(({ names }) => names.length > 0)
    .map(({ specifier, names }) => `import { ${names.join(', ')} } from '${specifier}';`);
  // In a block, so that an example may declare a name of its prelude.
  return `${imports.join('\n')}\n{\n${GIVEN[source] ?? ''}\n{\n${example.code}\n}\n}\nexport {};\n`;
}
