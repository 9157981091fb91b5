import { cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root, run } from './workspace.ts';

/** Copies what git knows of the workspace, changes not yet committed included, to a repository of its own. */
export function copyWorkspace(): string {
  const copy = mkdtempSync(join(tmpdir(), 'countersign-rehearsal-'));
  const listed = run(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'],
    { cwd: root },
  );
  const deleted = new Set(run('git', ['ls-files', '-z', '--deleted'], { cwd: root }).split('\0'));
  for (const path of listed.split('\0')) {
    if (path === '' || deleted.has(path)) continue;
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(root, path), join(copy, path));
  }
  const identity = ['-c', 'user.name=Rehearsal', '-c', 'user.email=rehearsal@localhost'];
  run('git', ['init', '--quiet', '--initial-branch=main'], { cwd: copy });
  run('git', ['add', '--all'], { cwd: copy });
  run('git', [...identity, 'commit', '--quiet', '--message', 'Rehearsal'], { cwd: copy });
  return copy;
}
