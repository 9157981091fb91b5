// Packs each published package whose version the registry does not have yet: `node src/pack-release.ts`. Writes into
// reports/packed: the archives, digests.txt (for sha512sum), releases.tsv (name, version, archive and npm tag of each
// release, dependencies first), the release notes, the bills of materials and countersign.rb, the formula for Homebrew. The
// packages must be built.
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { homebrewFormula } from './homebrew.ts';
import { writeBillsOfMaterials } from './sbom.ts';
import { pnpm, publishedPackages, root, run, type WorkspacePackage } from './workspace.ts';

const FOLDER = join(import.meta.dirname, '../reports/packed');

/** The published packages, each after the packages that it depends on. */
function inOrder(workspace: string): readonly WorkspacePackage[] {
  const order = ['packages/core', 'packages/jwt', 'packages/password', 'apps/cli'];
  return [...publishedPackages(workspace)].sort(
    (a, b) => order.indexOf(a.directory) - order.indexOf(b.directory),
  );
}

/** Asks the registry of the workspace. An answer that is not "not found" ends the program. */
async function isReleased(name: string, version: string): Promise<boolean> {
  try {
    return (await run('npm', ['view', `${name}@${version}`, 'version'], { cwd: root })).trim() === version;
  } catch (error) {
    if (error instanceof Error && error.message.includes('E404')) return false;
    throw error;
  }
}

/** The section of a changelog about one version. */
export function notesOf(changelog: string, version: string): string {
  const [, section = ''] = changelog.split(`\n## ${version}\n`);
  return section.split('\n## ')[0]?.trim() ?? '';
}

const fileName = (name: string): string => name.slice(1).replace('/', '-');

async function main(): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true });
  await writeBillsOfMaterials(root, FOLDER);
  const rows: string[] = [];
  const digests: string[] = [];
  for (const { folder, manifest } of inOrder(root)) {
    const { name, version } = manifest;
    if (await isReleased(name, version)) continue;
    const archive = `${fileName(name)}-${version}.tgz`;
    await pnpm(['pack', '--out', join(FOLDER, archive)], { cwd: folder });
    if (manifest.bin) {
      const sha256 = digestOf('sha256', join(FOLDER, archive));
      writeFileSync(join(FOLDER, 'countersign.rb'), homebrewFormula(manifest, { file: archive, sha256 }));
    }
    const changelog = join(folder, 'CHANGELOG.md');
    const notes = existsSync(changelog) ? notesOf(readFileSync(changelog, 'utf8'), version) : '';
    writeFileSync(join(FOLDER, `${fileName(name)}-${version}.md`), `${notes}\n`);
    rows.push([name, version, archive, version.includes('-') ? 'next' : 'latest'].join('\t'));
    digests.push(`${digestOf('sha512', join(FOLDER, archive))}  ${archive}`);
  }
  mkdirSync(FOLDER, { recursive: true });
  const list = rows.map((row) => `${row}\n`).join('');
  writeFileSync(join(FOLDER, 'releases.tsv'), list);
  writeFileSync(
    join(FOLDER, 'digests.txt'),
    [...digests, `${textDigest(list)}  releases.tsv`, ''].join('\n'),
  );
  process.stdout.write(`packed ${rows.length} releases\n${list}`);
  const output = process.env['GITHUB_OUTPUT'];
  if (output === undefined) return;
  appendFileSync(output, `count=${rows.length}\ndigest=${digestOf('sha512', join(FOLDER, 'digests.txt'))}\n`);
}

function digestOf(algorithm: string, file: string): string {
  return createHash(algorithm).update(readFileSync(file)).digest('hex');
}

function textDigest(text: string): string {
  return createHash('sha512').update(text).digest('hex');
}

if (import.meta.main) await main();
