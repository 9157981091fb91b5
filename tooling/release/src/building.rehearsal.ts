import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { commitAll, copyWorkspace } from './checkout.ts';
import { temporaryFolder } from './temporary.ts';
import { pnpm, run } from './workspace.ts';

const folder = temporaryFolder('building');
const copy = join(folder, 'workspace');
const PUBLISHED = ['--filter=./packages/*', '--filter=@countersign/cli'];

interface Task {
  readonly taskId: string;
  readonly task: string;
  readonly command: string;
  readonly cache: { readonly status: 'HIT' | 'MISS' };
}

/** The tasks of one name that turbo would run. Only tasks with a command count. */
async function plan(task: string, ...options: readonly string[]): Promise<readonly Task[]> {
  const text = await run(join(copy, 'node_modules/.bin/turbo'), ['run', task, '--dry=json', ...options], {
    cwd: copy,
    env: { TURBO_SCM_BASE: 'HEAD~1', TURBO_SCM_HEAD: 'HEAD' },
  });
  const { tasks }: { tasks: readonly Task[] } = JSON.parse(text);
  return tasks.filter((found) => found.task === task && found.command !== '<NONEXISTENT>');
}

const names = (tasks: readonly Task[]): readonly string[] =>
  tasks.map(({ taskId }) => taskId.replace('@countersign/', '').replace(/#.*/, '')).sort();

const missed = (tasks: readonly Task[]): readonly string[] =>
  names(tasks.filter(({ cache }) => cache.status === 'MISS'));

beforeAll(async () => {
  await copyWorkspace(copy);
  await pnpm(['install', '--frozen-lockfile', '--prefer-offline'], { cwd: copy });
});

describe('building', () => {
  test('takes everything from the cache the second time, and only what depends on a change after that', async () => {
    expect(missed(await plan('build', ...PUBLISHED))).toEqual(['cli', 'core', 'jwt', 'password']);
    await pnpm(['exec', 'turbo', 'run', 'build', ...PUBLISHED], { cwd: copy });
    expect(missed(await plan('build', ...PUBLISHED))).toEqual([]);

    appendFileSync(join(copy, 'packages/password/src/index.ts'), '// touched\n');
    expect(missed(await plan('build', ...PUBLISHED))).toEqual(['cli', 'password']);
    await commitAll(copy, 'Touch password');
  });

  test('--affected tests the package that a commit touches and what depends on it, and no more', async () => {
    const affected = names(await plan('test', '--affected'));
    expect(affected).toEqual(expect.arrayContaining(['cli', 'demo', 'docs', 'password']));
    for (const untouched of ['core', 'jwt', 'layers']) expect(affected).not.toContain(untouched);
  });

  test('one filter builds the command alone', async () => {
    expect(names(await plan('build', '--filter=@countersign/cli'))).toEqual(['cli']);
  });

  test('one filter builds the demo and its dependencies, and nothing else', async () => {
    const built = names(await plan('build', '--filter=@countersign/demo'));
    expect(built).toEqual(expect.arrayContaining(['core', 'jwt', 'password']));
    expect(built.filter((name) => !['core', 'demo', 'jwt', 'password'].includes(name))).toEqual([]);
  });
});
