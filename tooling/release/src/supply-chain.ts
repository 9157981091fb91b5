// Writes docs/supply-chain.md's tables of what is needed at run time: `pnpm supply-chain`. Asks the registry how each package is kept up.
import { join } from 'node:path';
import { markdownTable, writeSection } from '@countersign/bench';
import { type RuntimeDependency, runtimeDependencies } from './runtime-dependencies.ts';
import { pnpm, publishedPackages, root, type WorkspacePackage } from './workspace.ts';

const DOCUMENT = join(root, 'docs/supply-chain.md');

/** The published packages in the order of the layers, the command last. */
export function layered(): readonly WorkspacePackage[] {
  const order = ['packages/core', 'packages/jwt', 'packages/password', 'apps/cli'];
  return [...publishedPackages()].sort((a, b) => order.indexOf(a.directory) - order.indexOf(b.directory));
}

/** How a package is kept up: who writes it, and the dates of the locked and of the newest version as the registry states them. */
async function upkeep({ name, version, author }: RuntimeDependency): Promise<string> {
  const released: Readonly<Record<string, string>> = JSON.parse(
    await pnpm(['view', name, 'time', '--json'], { cwd: root }),
  );
  const newest: string = JSON.parse(await pnpm(['view', name, 'version', '--json'], { cwd: root }));
  const dated = (which: string): string => `${which} of ${released[which]?.slice(0, 10) ?? 'unknown date'}`;
  const versions = newest === version ? dated(version) : `${dated(version)}, newest ${dated(newest)}`;
  return `${author}; ${versions}`;
}

const kilobytes = (bytes: number): string =>
  `${Math.max(1, Math.round(bytes / 1000)).toLocaleString('en')} kB`;

/** The row's cells that are known without a registry. */
export function knownCells(dependency: RuntimeDependency): readonly string[] {
  const { name, version, licence, bytes, brings, reason } = dependency;
  const brought = brings.length === 0 ? 'nothing' : brings.map((other) => `\`${other}\``).join(', ');
  return [`\`${name}\` ${version}`, reason, licence, kilobytes(bytes), brought];
}

if (import.meta.main) {
  const known = new Map<string, string>();
  const sections: string[] = [];
  for (const { folder, manifest } of layered()) {
    const dependencies = runtimeDependencies(folder);
    for (const dependency of dependencies)
      if (!known.has(dependency.name)) known.set(dependency.name, await upkeep(dependency));
    const table = markdownTable(
      ['package', 'why', 'licence', 'size', 'brings', 'kept up'],
      dependencies.map((dependency) => [...knownCells(dependency), known.get(dependency.name) ?? '']),
    );
    sections.push(`### ${manifest.name}\n\n${table}`);
  }
  const asked = `The registry was asked on ${new Date().toISOString().slice(0, 10)}; it may date a version older than itself too late.`;
  writeSection(DOCUMENT, 'runtime dependencies', [...sections, asked].join('\n\n'));
}
