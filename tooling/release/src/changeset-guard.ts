// Fails when a package's public API changed and no changeset says so: `node src/changeset-guard.ts`.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedPackages, root, run } from './workspace.ts';

const git = async (cwd: string, ...args: readonly string[]): Promise<string> =>
  (await run('git', args, { cwd })).trim();

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

/** Files that differ from `base`, those that are not committed or not even added included. */
async function changedSince(base: string, workspace: string, pattern: string): Promise<readonly string[]> {
  return [
    ...lines(await git(workspace, 'diff', '--name-only', base, '--', pattern)),
    ...lines(await git(workspace, 'ls-files', '--others', '--exclude-standard', '--', pattern)),
  ];
}

/** The packages that a changeset names: the keys of its front matter. */
export function namedBy(changeset: string): readonly string[] {
  const [, frontMatter = ''] = /^---\n(.*?)\n?---\n/s.exec(changeset) ?? [];
  return [...frontMatter.matchAll(/^\s*["']?(@?[^"':]+)["']?\s*:/gm)].map(([, name = '']) => name);
}

/**
 * The commit to compare with: on a branch the commit where it left main, on main itself the last release.
 *
 * @returns `undefined` when nothing was ever released, so that no API can have changed
 */
export async function baseOf(workspace: string): Promise<string | undefined> {
  const head = await git(workspace, 'rev-parse', 'HEAD');
  for (const main of ['origin/main', 'main']) {
    const fork = await git(workspace, 'merge-base', 'HEAD', main).catch(() => undefined);
    if (fork && fork !== head) return fork;
  }
  return git(workspace, 'describe', '--tags', '--abbrev=0', '--match', '@countersign/*').catch(
    () => undefined,
  );
}

/** The packages whose API report differs from `base`, while no changeset since then names them and their version is the same. */
export async function packagesWithoutChangeset(base: string, workspace: string): Promise<readonly string[]> {
  const changesets = (await changedSince(base, workspace, '.changeset/*.md')).filter((path) =>
    existsSync(join(workspace, path)),
  );
  const named = new Set(changesets.flatMap((path) => namedBy(readFileSync(join(workspace, path), 'utf8'))));
  const reports = await changedSince(base, workspace, 'packages/*/*.api.md');
  const missing: string[] = [];
  for (const { directory, manifest } of publishedPackages(workspace)) {
    if (named.has(manifest.name) || !reports.some((path) => path.startsWith(`${directory}/`))) continue;
    // A release uses its changesets up and raises the version instead.
    const before = await git(workspace, 'show', `${base}:${directory}/package.json`).catch(() => '{}');
    const { version }: { version?: string } = JSON.parse(before);
    if (version === manifest.version) missing.push(manifest.name);
  }
  return missing;
}

if (import.meta.main) {
  const base = await baseOf(root);
  const missing = base === undefined ? [] : await packagesWithoutChangeset(base, root);
  for (const name of missing)
    process.stderr.write(
      `${name}: its API changed since ${base}, and no changeset names it; run pnpm changeset\n`,
    );
  process.exitCode = missing.length > 0 ? 1 : 0;
}
