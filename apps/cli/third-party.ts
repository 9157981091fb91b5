// The licences of what is bundled into the command. Most ask that their text goes where the code goes.
import { existsSync, globSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Bundled {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** The folder of the package that a file belongs to: the nearest one above with a manifest that has a name. */
function packageOf(file: string): string | undefined {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && 'name' in JSON.parse(readFileSync(manifest, 'utf8'))) return folder;
  }
  return undefined;
}

/**
 * Each package that bundled files come from, with its licence's text, under a heading such as `=== jose 6.2.18, MIT`.
 *
 * @param inputs the files that a bundle was made of
 * @throws an error when a package from outside has no text of its licence
 */
export function thirdPartyLicences(inputs: readonly string[], own: string): string {
  const folders = new Set(
    inputs
      .filter((path) => existsSync(path))
      .flatMap((path) => packageOf(realpathSync(path)) ?? [])
      .filter((folder) => folder !== own),
  );
  return [...folders]
    .map((folder) => {
      const bundled: Bundled = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const { name, version, license = 'no licence stated' } = bundled;
      const heading = `=== ${name} ${version}, ${license}`;
      // The workspace's own packages are under the licence that lies beside this file.
      if (name.startsWith('@countersign/')) return `${heading}\n`;
      const [file] = globSync('{LICENSE,LICENCE,COPYING,license,licence}*', { cwd: folder });
      if (!file) throw new Error(`${name} is bundled and has no text of its licence`);
      return `${heading}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
    })
    .sort()
    .join('\n');
}
