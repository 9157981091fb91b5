import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitAll, copyWorkspace } from './checkout.ts';
import type { LocalRegistry } from './registry.ts';
import { publishScript } from './release-workflow.ts';
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

/** Packs as the release workflow's job `pack` does, then publishes with the script of its job `publish`. */
async function publish(workspace: string): Promise<void> {
  const output = join(workspace, '.git/github-output');
  const env = { CI: 'true' };
  rmSync(output, { force: true });
  await pnpm(['run', 'pack-release'], { cwd: workspace, env: { ...env, GITHUB_OUTPUT: output } });
  const [, digest = ''] = /^digest=(.*)$/m.exec(readFileSync(output, 'utf8')) ?? [];
  const packed = join(workspace, 'tooling/release/reports/packed');
  await run('bash', ['-euo', 'pipefail', '-c', publishScript()], {
    cwd: packed,
    env: {
      ...env,
      DIGEST: digest,
      PATH: `${await npmWithoutProvenance(workspace)}:${process.env['PATH']}`,
      // The folder of the archives has no package.json, so npm reads no project configuration there.
      npm_config_userconfig: join(workspace, '.npmrc'),
    },
  });
}

/**
 * Only a public CI can state the provenance that the packages' publishConfig demands, and only an argument overrides it.
 *
 * @returns a folder with an `npm` that adds this argument
 */
async function npmWithoutProvenance(workspace: string): Promise<string> {
  const npm = (await run('which', ['npm'], { cwd: workspace })).trim();
  const folder = join(workspace, '.git/npm');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'npm'), `#!/bin/sh\nexec '${npm}' "$@" --provenance=false\n`, { mode: 0o755 });
  return folder;
}

function writeChangeset(workspace: string, name: string, sentence: string): void {
  writeFileSync(
    join(workspace, `.changeset/${name}.md`),
    `---\n'@countersign/core': minor\n---\n\n${sentence}\n`,
  );
}

/** Adds a changeset to a copy of the workspace, versions, and publishes everything, with the scripts that a release runs. */
export async function rehearseRelease(workspace: string, registry: LocalRegistry): Promise<Release> {
  await copyWorkspace(workspace);
  const before = versions(workspace);
  writeFileSync(join(workspace, '.npmrc'), registry.npmrc);
  writeChangeset(workspace, 'rehearsed-change', 'A change that users notice.');
  await commitAll(workspace, 'A change');
  await pnpm(['install', '--frozen-lockfile', '--prefer-offline'], { cwd: workspace });
  await pnpm(['run', 'version-packages'], { cwd: workspace });
  await commitAll(workspace, 'Version packages');
  await publish(workspace);
  return { workspace, before, after: versions(workspace) };
}

/** The versions of a pre-release, and those that leaving it leads to. */
export interface Prerelease {
  readonly entered: ReadonlyMap<string, string>;
  readonly left: ReadonlyMap<string, string>;
}

/** Makes a pre-release in a clone of what was released, as `.changeset/README.md` says, publishes it, and leaves pre-release mode. */
export async function rehearsePrerelease(
  released: string,
  workspace: string,
  registry: LocalRegistry,
): Promise<Prerelease> {
  await run('git', ['clone', '--quiet', released, workspace], { cwd: released });
  writeFileSync(join(workspace, '.npmrc'), registry.npmrc);
  await pnpm(['install', '--frozen-lockfile', '--prefer-offline'], { cwd: workspace });
  await pnpm(['exec', 'changeset', 'pre', 'enter', 'next'], { cwd: workspace });
  writeChangeset(workspace, 'tried-change', 'A change to be tried first.');
  await commitAll(workspace, 'Enter pre-release mode');
  await pnpm(['run', 'version-packages'], { cwd: workspace });
  await commitAll(workspace, 'Version packages (next)');
  await publish(workspace);
  const entered = versions(workspace);
  await pnpm(['exec', 'changeset', 'pre', 'exit'], { cwd: workspace });
  await pnpm(['run', 'version-packages'], { cwd: workspace });
  return { entered, left: versions(workspace) };
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
