import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitAll, copyWorkspace } from './checkout.ts';
import type { LocalRegistry } from './registry.ts';
import { pnpm, publishedPackages, run } from './workspace.ts';

/** The packages that are released, and the folders of their builds. */
const PUBLISHED = ['--filter=./packages/*', '--filter=@countersign/cli'];

/** A copy of the workspace from which everything was released to a local registry. */
export interface Release {
  readonly workspace: string;
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
}

function versions(workspace: string): ReadonlyMap<string, string> {
  return new Map(publishedPackages(workspace).map(({ manifest }) => [manifest.name, manifest.version]));
}

/** Adds a changeset to a copy of the workspace, versions, and publishes everything, with the scripts that a release runs. */
export async function rehearseRelease(workspace: string, registry: LocalRegistry): Promise<Release> {
  await copyWorkspace(workspace);
  const before = versions(workspace);
  writeFileSync(join(workspace, '.npmrc'), registry.npmrc);
  writeFileSync(
    join(workspace, '.changeset/rehearsed-change.md'),
    "---\n'@countersign/core': minor\n---\n\nA change that users notice.\n",
  );
  await commitAll(workspace, 'A change');
  await pnpm(['install', '--frozen-lockfile', '--prefer-offline'], { cwd: workspace });
  await pnpm(['run', 'version-packages'], { cwd: workspace });
  await commitAll(workspace, 'Version packages');
  await pnpm(['run', 'release'], {
    cwd: workspace,
    env: { CI: 'true', npm_config_provenance: 'false', PNPM_CONFIG_PROVENANCE: 'false' },
  });
  return { workspace, before, after: versions(workspace) };
}

/**
 * Clones what was released, builds and packs it there, as anybody may who wants to know whether what a registry holds was made from these sources.
 *
 * @returns each package's integrity, as a registry states it
 */
export async function packFromClone(
  workspace: string,
  folder: string,
): Promise<Readonly<Record<string, string>>> {
  await run('git', ['clone', '--quiet', workspace, folder], { cwd: workspace });
  await pnpm(['install', '--frozen-lockfile', '--prefer-offline'], { cwd: folder });
  await pnpm(['exec', 'turbo', 'run', 'build', '--force', ...PUBLISHED], { cwd: folder });
  const integrities: Record<string, string> = {};
  for (const { folder: from, manifest } of publishedPackages(folder)) {
    const tarball = join(folder, `${manifest.name.slice(1).replace('/', '-')}.tgz`);
    await pnpm(['pack', '--out', tarball], { cwd: from });
    integrities[manifest.name] = integrityOf(tarball);
  }
  return integrities;
}

/** A file's Subresource Integrity. */
function integrityOf(file: string): string {
  return `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
}
