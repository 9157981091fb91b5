import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from './workspace.ts';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly needs?: string;
  readonly environment?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** The workflow that releases. */
export function releaseWorkflow(): Workflow {
  return parse(readFileSync(join(root, '.github/workflows/release.yml'), 'utf8'));
}

/** The shell script of the job that publishes. */
export function publishScript(): string {
  return releaseWorkflow().jobs['publish']?.steps.find(({ run }) => run !== undefined)?.run ?? '';
}
