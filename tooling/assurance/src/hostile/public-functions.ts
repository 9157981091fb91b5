import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../../..');

/** The names of all public functions, read from the API reports. */
export function publicFunctions(): readonly string[] {
  const reports = globSync('packages/*/*.api.md', { cwd: ROOT }).filter((path) => !path.includes('internal'));
  const names = reports.flatMap((path) =>
    Array.from(
      readFileSync(join(ROOT, path), 'utf8').matchAll(/^export function (\w+)/gm),
      ([, name = '']) => name,
    ),
  );
  return [...new Set(names)].sort();
}
