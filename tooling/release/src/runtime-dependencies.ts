import { globSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Manifest } from './workspace.ts';

/** A package from outside that one of ours needs at run time, as it is installed. */
export interface RuntimeDependency {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** Who writes it, as its manifest says. */
  readonly author: string;
  /** What it takes on disk, without what it depends on. */
  readonly bytes: number;
  /** The names of the packages from outside that come with it, directly or not. */
  readonly brings: readonly string[];
  /** Its README row's second cell; empty when the README has none. */
  readonly reason: string;
}

interface Installed extends Omit<Manifest, 'repository'> {
  readonly repository?: string | { readonly url: string };
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly author?: string | { readonly name: string };
  readonly contributors?: readonly (string | { readonly name: string })[];
}

/** Who writes a package; if nobody is named, who owns its repository. */
function authorOf({ author, contributors = [], repository }: Installed): string {
  const first = author ?? contributors[0];
  if (first) return (typeof first === 'string' ? first : first.name).replace(/ *[<(].*$/, '');
  const address = typeof repository === 'string' ? repository : repository?.url;
  return /([\w-]+)\/[\w.-]+$/.exec(address ?? '')?.[1] ?? 'no author stated';
}

function manifestIn(folder: string): Installed {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** Where a package that is installed at `folder` finds one that it depends on; undefined for one that this platform does not need. */
function resolve(folder: string, name: string): string | undefined {
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    try {
      return realpathSync(join(at, 'node_modules', name));
    } catch {
      // It is further up, if anywhere.
    }
  }
  return undefined;
}

const isOurs = (name: string): boolean => name.startsWith('@countersign/');

function closure(folder: string, seen: Map<string, string>): void {
  const { dependencies, optionalDependencies } = manifestIn(folder);
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const found = resolve(folder, name);
    if (!found || seen.has(name)) continue;
    seen.set(name, found);
    closure(found, seen);
  }
}

function bytesIn(folder: string): number {
  return globSync('**', { cwd: folder, exclude: (path) => path === 'node_modules' })
    .map((path) => statSync(join(folder, path)))
    .reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
}

/** The reasons that a README gives under `## Dependencies`: a table whose rows begin with the names, `@scope/*` for several. */
function reasonsIn(readme: string): (name: string) => string {
  const [, section = ''] = /^## Dependencies\n(.*?)(?=^## |$(?![\s\S]))/ms.exec(readme) ?? [];
  const rows = [...section.matchAll(/^\|([^|]*`[^|]*)\|(.*)\|$/gm)].map(([, names = '', reason = '']) => ({
    patterns: [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
    reason: reason.trim(),
  }));
  const isNamed = (pattern: string, name: string): boolean =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
  return (name) =>
    rows.find(({ patterns }) => patterns.some((pattern) => isNamed(pattern, name)))?.reason ?? '';
}

/** What a package of the workspace needs from outside at run time, in the order of the alphabet. */
export function runtimeDependencies(folder: string): readonly RuntimeDependency[] {
  const reasons = reasonsIn(readFileSync(join(folder, 'README.md'), 'utf8'));
  return Object.keys(manifestIn(folder).dependencies ?? {})
    .filter((name) => !isOurs(name))
    .sort()
    .map((name) => {
      const installed = resolve(folder, name);
      if (!installed) throw new Error(`${name} is not installed in ${folder}`);
      const manifest = manifestIn(installed);
      const brought = new Map<string, string>();
      closure(installed, brought);
      return {
        name,
        version: manifest.version,
        licence: manifest.license ?? 'none stated',
        author: authorOf(manifest),
        bytes: bytesIn(installed),
        brings: [...brought.keys()].sort(),
        reason: reasons(name),
      };
    });
}
