// Adds a changeset for each package that bundles a changed one. `changeset version` ignores development dependencies, so
// without it a fix in core would never reach the command's users.
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { namedBy } from './changeset-guard.ts';
import { publishedPackages, root } from './workspace.ts';

/** The changesets that were not yet used up: in pre-release mode, used ones stay until it ends. */
function pendingChangesets(workspace: string): readonly string[] {
  const folder = join(workspace, '.changeset');
  const pre = join(folder, 'pre.json');
  const state: { readonly changesets?: readonly string[] } = existsSync(pre)
    ? JSON.parse(readFileSync(pre, 'utf8'))
    : {};
  return globSync('*.md', { cwd: folder })
    .filter((file) => file !== 'README.md' && !state.changesets?.includes(basename(file, '.md')))
    .sort();
}

/** A package with those of the workspace that it bundles. */
interface Bundle {
  readonly name: string;
  readonly bundled: readonly string[];
}

function bundles(workspace: string): readonly Bundle[] {
  const published = publishedPackages(workspace).map(({ manifest }) => manifest);
  const names = new Set(published.map(({ name }) => name));
  return published
    .map(({ name, devDependencies = {} }) => ({
      name,
      bundled: Object.entries(devDependencies).flatMap(([dependency, range]) =>
        names.has(dependency) && range === 'workspace:^' ? [dependency] : [],
      ),
    }))
    .filter(({ bundled }) => bundled.length > 0);
}

/**
 * Adds a changeset for each package that bundles one which pending changesets raise, and which none of them names.
 *
 * @returns the files that were written, relative to the workspace's root
 */
export function addBundledChangesets(workspace: string = root): readonly string[] {
  const pending = pendingChangesets(workspace);
  const raised = new Set(
    pending.flatMap((file) => namedBy(readFileSync(join(workspace, '.changeset', file), 'utf8'))),
  );
  return bundles(workspace).flatMap(({ name, bundled }) => {
    const changed = bundled.filter((dependency) => raised.has(dependency));
    if (changed.length === 0 || raised.has(name)) return [];
    const id = createHash('sha256').update(pending.join('\n')).digest('hex').slice(0, 8);
    const file = `.changeset/bundled-${name.replace(/^.*\//, '')}-${id}.md`;
    const sentence = `Bundles what is new in ${changed.map((dependency) => `\`${dependency}\``).join(', ')}.`;
    writeFileSync(join(workspace, file), `---\n'${name}': patch\n---\n\n${sentence}\n`);
    return [file];
  });
}

if (import.meta.main) for (const file of addBundledChangesets()) process.stdout.write(`wrote ${file}\n`);
