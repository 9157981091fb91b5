import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { hashFile } from './file.ts';
import { hash } from './hash.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test.each([0, 1, 1000, 2 ** 20 - 1, 2 ** 20, 2 ** 20 + 1, 3_333_333])('a file of %d bytes', async (size) => {
  const content = new Uint8Array(size).map((_, index) => index * 31);
  const path = file(`${size}`, content);
  for (const algorithm of ['sha256', 'blake3']) {
    expect(await hashFile(algorithm, path)).toEqual(hash(algorithm, content));
    expect(await hashFile(algorithm, pathToFileURL(path), { encoding: 'hex' })).toBe(
      hash(algorithm, content, { encoding: 'hex' }),
    );
  }
});

test('a pipe, which has no size', () => {
  const path = file('source', 'through a pipe');
  const script = `
    import { hashFile } from ${JSON.stringify(import.meta.resolve('../node.ts'))};
    console.log(await hashFile('sha256', '/dev/stdin', { encoding: 'hex' }));`;
  const command = 'cat "$FILE" | "$NODE" --conditions=@countersign/source --input-type=module -e "$SCRIPT"';
  const env = { ...process.env, FILE: path, NODE: process.execPath, SCRIPT: script };
  const output = execFileSync('/bin/sh', ['-c', command], { env });
  expect(output.toString().trim()).toBe(hash('sha256', 'through a pipe', { encoding: 'hex' }));
});

test('progress grows to the size', async () => {
  const path = file('progress', new Uint8Array(2_500_000));
  const seen: number[] = [];
  await hashFile('sha256', path, {
    onProgress: ({ bytes, total }) => {
      expect(total).toBe(2_500_000);
      seen.push(bytes);
    },
  });
  expect(seen.at(-1)).toBe(2_500_000);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
});

test('a signal stops it between two pieces', async () => {
  const path = file('stopped', new Uint8Array(5_000_000));
  const controller = new AbortController();
  let pieces = 0;
  const outcome = hashFile('sha256', path, {
    signal: controller.signal,
    onProgress: () => {
      pieces += 1;
      if (pieces === 2) controller.abort();
    },
  });
  await expect(outcome).rejects.toMatchObject({ code: 'ERR_ABORTED' });
  expect(pieces).toBe(2);
});

test('an error of onProgress comes through, and the file is closed', async () => {
  const mistake = new Error('mine');
  const path = file('throws', new Uint8Array(5_000_000));
  const onProgress = (): void => {
    throw mistake;
  };
  await expect(hashFile('sha256', path, { onProgress })).rejects.toBe(mistake);
});

test.each([
  ['nothing there', join(folder, 'nothing'), 'ENOENT'],
  ['a folder', folder, 'EISDIR'],
  ['a path with a zero', 'a\0b', 'ERR_INVALID_ARG_VALUE'],
  ['a URL that is no file', new URL('https://example.com/x'), 'ERR_INVALID_URL_SCHEME'],
])('%s is an ERR_FILE that says why', async (_name, path, reason) => {
  await expect(hashFile('sha256', path)).rejects.toMatchObject({
    code: 'ERR_FILE',
    message: expect.stringContaining(reason),
  });
});

test.each([null, undefined, 7, {}])('the path %j is a wrong argument', async (path) => {
  // @ts-expect-error no paths
  await expect(hashFile('sha256', path)).rejects.toMatchObject({ argument: 'path' });
});

test('memory stays flat: 4 GiB in under 100 MB more', async () => {
  const path = file('sparse', '');
  truncateSync(path, 2 ** 32);
  await hashFile('sha1', file('warm', new Uint8Array(2 ** 22)));
  const before = process.memoryUsage.rss();
  let most = before;
  await hashFile('sha1', path, {
    onProgress: ({ bytes }) => {
      if (bytes % 2 ** 26 === 0) most = Math.max(most, process.memoryUsage.rss());
    },
  });
  expect(most - before).toBeLessThan(100_000_000);
});
