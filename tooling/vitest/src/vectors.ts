import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Reads one file of the published conformance vectors as JSON. The folder is named by `VECTORS_DIR`,
 * relative to the workspace's root; no folder and a wrong folder are errors, never a skipped test.
 */
export function readVectors(name: string): unknown {
  const folder = process.env['VECTORS_DIR'];
  if (!folder) throw new Error('Set VECTORS_DIR to the folder that holds the conformance vectors.');
  const root = resolve(import.meta.dirname, '../../..');
  return JSON.parse(readFileSync(resolve(root, folder, name), 'utf8'));
}
