import { spawn } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { endWithThisProcess } from './temporary.ts';

/** The workspace's root folder. */
export const root: string = resolve(import.meta.dirname, '../../..');

/** The parts of a package.json that a release depends on. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly description?: string;
  readonly license?: string;
  readonly type?: string;
  readonly sideEffects?: boolean;
  readonly engines?: Readonly<Record<string, string>>;
  readonly repository?: { readonly url: string; readonly directory: string };
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly publishConfig?: { readonly access?: string; readonly provenance?: boolean };
}

/** A package or app of the workspace. */
export interface WorkspacePackage {
  readonly folder: string;
  /** The folder relative to the root, as `repository.directory` must say it. */
  readonly directory: string;
  readonly manifest: Manifest;
}

/** All packages and apps of the workspace, without `tooling`. */
export function workspacePackages(workspace: string = root): readonly WorkspacePackage[] {
  return globSync('{packages,apps}/*/package.json', { cwd: workspace })
    .sort()
    .map((path) => {
      const directory = dirname(path);
      const manifest: Manifest = JSON.parse(readFileSync(join(workspace, path), 'utf8'));
      return { folder: join(workspace, directory), directory, manifest };
    });
}

/** Those of them that are published. */
export function publishedPackages(workspace: string = root): readonly WorkspacePackage[] {
  return workspacePackages(workspace).filter(({ manifest }) => !manifest.private);
}

interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** No single program of a release takes longer; one that does hangs, and what it printed so far says where. */
const LONGEST_RUN_MS = 240_000;

/**
 * Runs a program to its end and resolves to its standard output; any failure is an error that holds all it printed.
 * The event loop stays free meanwhile, for the registry that runs in this process.
 */
export async function run(
  command: string,
  args: readonly string[],
  { cwd, env = {} }: RunOptions,
): Promise<string> {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LONGEST_RUN_MS,
    detached: true,
  });
  endWithThisProcess(child);
  let output = '';
  let everything = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    everything += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    everything += text;
  });
  const ended = await new Promise<number | string | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
  if (ended === 0) return output;
  throw new Error(`${command} ${args.join(' ')} ended with ${ended}\n${everything}`);
}

let pinned: Promise<string> | undefined;

/** The folder of the pinned pnpm's command. */
async function pnpmFolder(): Promise<string> {
  // A script that pnpm runs knows which pnpm that is. Anywhere else npx fetches the pinned one, or has it.
  const started = process.env['npm_execpath'];
  if (started && /pnpm/.test(basename(started))) return dirname(started);
  const { packageManager }: { packageManager: string } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const found = await run(
    'npx',
    ['--yes', '--prefer-offline', '--package', packageManager, '--call', 'command -v pnpm'],
    { cwd: root },
  );
  return dirname(found.trim());
}

/** Runs the pinned pnpm, which what it starts finds in its PATH, too. */
export async function pnpm(args: readonly string[], options: RunOptions): Promise<string> {
  pinned ??= pnpmFolder();
  const path = `${await pinned}${delimiter}${options.env?.['PATH'] ?? process.env['PATH']}`;
  return run('pnpm', args, { ...options, env: { ...options.env, PATH: path } });
}
