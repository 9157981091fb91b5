// Writes a bill of materials (CycloneDX) for each published package, and for the demo's image: `node src/sbom.ts`.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Manifest, pnpm, publishedPackages, root } from './workspace.ts';

/** The parts of a CycloneDX document that are read here. */
export interface BillOfMaterials {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly Edge[];
}

interface Component {
  readonly 'bom-ref': string;
  readonly purl: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

interface Edge {
  readonly ref: string;
  readonly dependsOn?: readonly string[];
}

/** The names of the packages that a build put into its files, as the licences beside them are headed. */
function bundledInto(folder: string): ReadonlySet<string> {
  const licences = join(folder, 'dist/third-party.txt');
  const text = existsSync(licences) ? readFileSync(licences, 'utf8') : '';
  return new Set([...text.matchAll(/^=== (\S+) /gm)].map(([, name = '']) => name));
}

const nameOf = ({ purl }: Component): string =>
  decodeURIComponent(purl.replace(/^pkg:npm\//, '').replace(/@[^@]+$/, ''));

/** Adds to what a package depends on what is bundled into it, marked as that. `complete` lists its development dependencies, too. */
export function withBundled(
  production: BillOfMaterials,
  complete: BillOfMaterials,
  bundled: ReadonlySet<string>,
): BillOfMaterials {
  const listed = new Set(production.components.map((component) => component['bom-ref']));
  const added = complete.components
    .filter((component) => !listed.has(component['bom-ref']) && bundled.has(nameOf(component)))
    .map((component) => ({
      ...component,
      properties: [...(component.properties ?? []), { name: 'cdx:npm:package:bundled', value: 'true' }],
    }));
  const all = new Set([
    production.metadata.component['bom-ref'],
    ...listed,
    ...added.map((component) => component['bom-ref']),
  ]);
  return {
    ...production,
    components: [...production.components, ...added],
    dependencies: complete.dependencies
      .filter(({ ref }) => all.has(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((on) => all.has(on)) })),
  };
}

/** The workspace's description of one package: what it depends on at run time, or everything. */
async function describe(name: string, which: readonly string[], workspace: string): Promise<BillOfMaterials> {
  const type = name === '@countersign/demo' || name === '@countersign/cli' ? 'application' : 'library';
  const args = ['--filter', name, 'sbom', '--sbom-format', 'cyclonedx', '--sbom-type', type, ...which];
  return JSON.parse(await pnpm(args, { cwd: workspace }));
}

/**
 * Writes one document for each package into `folder`, named `countersign-jwt-1.2.3.cdx.json`. The packages must be built.
 *
 * @returns the files, by the package's name
 */
export async function writeBillsOfMaterials(
  workspace: string,
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const demo = join(workspace, 'apps/demo');
  const demoManifest: Manifest = JSON.parse(readFileSync(join(demo, 'package.json'), 'utf8'));
  const files = new Map<string, string>();
  for (const { folder: from, manifest } of [
    ...publishedPackages(workspace),
    { folder: demo, manifest: demoManifest },
  ]) {
    const production = await describe(manifest.name, ['--prod'], workspace);
    const bundled = bundledInto(from);
    const document =
      bundled.size === 0
        ? production
        : withBundled(production, await describe(manifest.name, [], workspace), bundled);
    const file = join(folder, `${manifest.name.slice(1).replace('/', '-')}-${manifest.version}.cdx.json`);
    writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
    files.set(manifest.name, file);
  }
  return files;
}

if (import.meta.main) {
  const files = await writeBillsOfMaterials(root, join(import.meta.dirname, '../reports/sbom'));
  for (const file of files.values()) process.stdout.write(`wrote ${file}\n`);
}
