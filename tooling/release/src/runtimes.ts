import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './workspace.ts';

/** The release lines of Node.js that the packages support. */
export const SUPPORTED_NODE_LINES: readonly number[] = [20, 22, 24, 26];

/** Finds one Node.js line: the workspace's own, or one from the package registry, installed into `folder`. Resolves to its binary. */
export async function findNode(line: number, folder: string): Promise<string> {
  const own = join(root, 'node_modules/node/bin/node');
  if ((await versionOf(own)).startsWith(`v${line}.`)) return own;
  const home = join(folder, `node-${line}`);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), JSON.stringify({ private: true, allowScripts: { node: true } }));
  await run(
    'npm',
    ['install', '--loglevel=error', '--prefer-offline', '--no-audit', '--no-fund', `node@${line}`],
    {
      cwd: home,
    },
  );
  const binary = join(home, 'node_modules/node/bin/node');
  const version = await versionOf(binary);
  if (!version.startsWith(`v${line}.`)) throw new Error(`expected Node.js ${line}, found ${version}`);
  return binary;
}

async function versionOf(node: string): Promise<string> {
  return (await run(node, ['--version'], { cwd: root })).trim();
}
