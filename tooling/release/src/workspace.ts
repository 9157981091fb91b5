import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

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
  readonly publishConfig?: { readonly access?: string; readonly provenance?: boolean };
}

/** A package of the workspace that is published. */
export interface PublishedPackage {
  readonly folder: string;
  /** The folder relative to the root, as `repository.directory` must say it. */
  readonly directory: string;
  readonly manifest: Manifest;
}

/** Every package of the workspace that is not private. */
export function publishedPackages(workspace: string = root): readonly PublishedPackage[] {
  return globSync('{packages,apps}/*/package.json', { cwd: workspace })
    .sort()
    .map((path) => {
      const directory = dirname(path);
      const manifest: Manifest = JSON.parse(readFileSync(join(workspace, path), 'utf8'));
      return { folder: join(workspace, directory), directory, manifest };
    })
    .filter(({ manifest }) => !manifest.private);
}

/** The pinned package manager, as `npx` names it: `pnpm@12.21.0`. */
function pinnedPnpm(): string {
  const { packageManager }: { packageManager: string } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  return packageManager;
}

interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Runs a program to its end and returns its standard output; any failure is an error that holds all it printed. */
export function run(command: string, args: readonly string[], { cwd, env = {} }: RunOptions): string {
  const done = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (done.error) throw done.error;
  if (done.status === 0) return done.stdout;
  throw new Error(`${command} ${args.join(' ')} ended with ${done.status}\n${done.stdout}${done.stderr}`);
}

/** Runs the pinned pnpm. */
export function pnpm(args: readonly string[], options: RunOptions): string {
  // npx would ask the registry about a version that is pinned and there.
  const env = { npm_config_prefer_offline: 'true', ...options.env };
  return run('npx', ['--yes', pinnedPnpm(), ...args], { ...options, env });
}
