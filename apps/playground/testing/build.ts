import { join } from 'node:path';
import { build } from 'vite';

/** Builds the pages once, before any test file runs. */
export async function setup(): Promise<void> {
  await build({ configFile: join(import.meta.dirname, '../vite.config.ts'), logLevel: 'warn' });
}
