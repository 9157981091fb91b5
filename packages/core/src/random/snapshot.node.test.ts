import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'countersign-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('returns different tokens in processes that start from one snapshot', async () => {
  const entry = join(folder, 'entry.cjs');
  await build({
    stdin: {
      contents: `
        import { tokenHex, randomBelow } from '../index.ts';
        tokenHex();
        randomBelow(1000);
        require('node:v8').startupSnapshot.setDeserializeMainFunction(() => console.log(tokenHex(), randomBelow(2 ** 53)));`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    conditions: ['@countersign/source', 'node'],
    outfile: entry,
  });
  const blob = join(folder, 'snapshot.blob');
  execFileSync(process.execPath, ['--snapshot-blob', blob, '--build-snapshot', entry], { stdio: 'pipe' });
  const runs = [1, 2].map(() => String(execFileSync(process.execPath, ['--snapshot-blob', blob, entry])));
  expect(runs[0]).toMatch(/^[0-9a-f]{64} \d+\n$/);
  expect(runs[0]).not.toBe(runs[1]);
});
