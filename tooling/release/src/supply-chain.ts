// Writes docs/supply-chain.md's tables of what is needed at run time: `pnpm supply-chain`. Asks the registry how each package is kept up.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { markdownTable, writeSection } from '@countersign/bench';
import { type RuntimeDependency, runtimeDependencies } from './runtime-dependencies.ts';
import { pnpm, root } from './workspace.ts';

const DOCUMENT = join(root, 'docs/supply-chain.md');
const YEAR_MS = 365 * 24 * 3_600_000;

/** The packages and apps that have dependencies at run time, by their folders. */
export function describedFolders(): readonly string[] {
  return globSync(['packages/*/package.json', 'apps/{cli,demo}/package.json'], { cwd: root })
    .map((path) => dirname(path))
    .sort((a, b) => order(a) - order(b) || a.localeCompare(b));
}

/** Libraries in the order of the layers, then the command, then the demo. */
const order = (folder: string): number =>
  ['packages/core', 'packages/jwt', 'packages/password', 'apps/cli', 'apps/demo'].indexOf(folder);

/** How a package is kept up: its last release, how many there were in a year, and who may publish. */
async function activity(name: string): Promise<string> {
  const answer = await pnpm(['view', name, 'time', 'maintainers', '--json'], { cwd: root });
  const { time, maintainers }: { time: Record<string, string>; maintainers: readonly unknown[] } =
    JSON.parse(answer);
  const releases = Object.entries(time)
    .filter(([version]) => /^\d+\.\d+\.\d+$/.test(version))
    .map(([, at]) => at)
    .sort();
  const since = new Date(Date.now() - YEAR_MS).toISOString();
  const recent = releases.filter((at) => at > since).length;
  const keepers = maintainers.length === 1 ? '1 maintainer' : `${maintainers.length} maintainers`;
  return `last release ${releases.at(-1)?.slice(0, 10)}, ${recent} in a year, ${keepers}`;
}

const kilobytes = (bytes: number): string => `${Math.max(1, Math.round(bytes / 1000)).toLocaleString('en')} kB`;

/** The row's cells that are known without a registry. */
export function knownCells(dependency: RuntimeDependency): readonly string[] {
  const { name, version, licence, bytes, brings, reason } = dependency;
  const brought = brings.length === 0 ? 'nothing' : brings.map((other) => `\`${other}\``).join(', ');
  return [`\`${name}\` ${version}`, reason, licence, kilobytes(bytes), brought];
}

if (import.meta.main) {
  const known = new Map<string, string>();
  const sections: string[] = [];
  for (const folder of describedFolders()) {
    const dependencies = runtimeDependencies(join(root, folder));
    for (const { name } of dependencies) if (!known.has(name)) known.set(name, await activity(name));
    const { name }: { name: string } = JSON.parse(
      readFileSync(join(root, folder, 'package.json'), 'utf8'),
    );
    const table = markdownTable(
      ['package', 'why', 'licence', 'size', 'brings', 'kept up'],
      dependencies.map((dependency) => [...knownCells(dependency), known.get(dependency.name) ?? '']),
    );
    sections.push(`### ${name}\n\n${table}`);
  }
  const asked = `The registry was asked on ${new Date().toISOString().slice(0, 10)}.`;
  writeSection(DOCUMENT, 'runtime dependencies', [...sections, asked].join('\n\n'));
}
