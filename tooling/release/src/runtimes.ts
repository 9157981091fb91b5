import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './workspace.ts';

/** The release lines of Node.js that the packages support. */
export const SUPPORTED_NODE_LINES: readonly number[] = [22, 24, 26];

/** Installs one Node.js line from the package registry into `folder` and returns the path of its binary. */
export function installNode(line: number, folder: string): string {
  const home = join(folder, `node-${line}`);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
  run('npm', ['install', '--silent', '--no-audit', '--no-fund', `node@${line}`], { cwd: home });
  const binary = join(home, 'node_modules/node/bin/node');
  const version = run(binary, ['--version'], { cwd: home }).trim();
  if (!version.startsWith(`v${line}.`)) throw new Error(`expected Node.js ${line}, found ${version}`);
  return binary;
}
