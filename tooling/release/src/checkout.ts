import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, run } from './workspace.ts';

/** Copies the workspace's files, with uncommitted changes and without ignored files, to a new repository at `copy`. */
export async function copyWorkspace(copy: string): Promise<void> {
  const listed = await run(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'],
    { cwd: root },
  );
  for (const path of listed.split('\0')) {
    // A file that is deleted, and not yet committed so, is still listed.
    if (path === '' || !existsSync(join(root, path))) continue;
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(root, path), join(copy, path));
  }
  await run('git', ['init', '--quiet', '--initial-branch=main'], { cwd: copy });
  await commitAll(copy, 'Copy');
}

/** Commits everything in a copy. */
export async function commitAll(copy: string, message: string): Promise<void> {
  const identity = ['-c', 'user.name=Rehearsal', '-c', 'user.email=rehearsal@localhost'];
  await run('git', ['add', '--all'], { cwd: copy });
  await run('git', [...identity, 'commit', '--quiet', '--no-verify', '--message', message], { cwd: copy });
}
