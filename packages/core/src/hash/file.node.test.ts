import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
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

test.each([0, 1, 1000, 2 ** 20 - 1, 2 ** 20, 2 ** 20 + 1, 3_333_333])(
  'hashes a file of %d bytes',
  async (size) => {
    const content = new Uint8Array(size).map((_, index) => index * 31);
    const path = file(`${size}`, content);
    for (const algorithm of ['sha256', 'blake3']) {
      expect(await hashFile(algorithm, path)).toEqual(hash(algorithm, content));
      expect(await hashFile(algorithm, pathToFileURL(path), { encoding: 'hex' })).toBe(
        hash(algorithm, content, { encoding: 'hex' }),
      );
    }
  },
);

test('hashes a pipe', () => {
  const path = file('source', 'through a pipe');
  const script = `
    import { hashFile } from ${JSON.stringify(import.meta.resolve('../node.ts'))};
    console.log(await hashFile('sha256', '/dev/stdin', { encoding: 'hex' }));`;
  const command = 'cat "$FILE" | "$NODE" --conditions=@countersign/source --input-type=module -e "$SCRIPT"';
  const env = { ...process.env, FILE: path, NODE: process.execPath, SCRIPT: script };
  const output = execFileSync('/bin/sh', ['-c', command], { env });
  expect(output.toString().trim()).toBe(hash('sha256', 'through a pipe', { encoding: 'hex' }));
});

test('reports progress up to the size', async () => {
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

test('stops between two parts when the signal is aborted', async () => {
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

test('rejects with the error of onProgress', async () => {
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
])('%s raises ERR_FILE with the reason', async (_name, path, reason) => {
  await expect(hashFile('sha256', path)).rejects.toMatchObject({
    code: 'ERR_FILE',
    message: expect.stringContaining(reason),
  });
});

test.each([null, undefined, 7, {}, new URL('https://example.com/x'), { href: 7 }])(
  'rejects the path %j',
  async (path) => {
    // @ts-expect-error no paths
    await expect(hashFile('sha256', path)).rejects.toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      argument: 'path',
    });
  },
);

test('hashes 1 GiB in constant memory', async () => {
  const path = file('sparse', '');
  truncateSync(path, 2 ** 30);
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

function pipe(name: string): string {
  const path = join(folder, name);
  execFileSync('mkfifo', [path]);
  return path;
}

test('hashes a named pipe whose writer comes later', async () => {
  const path = pipe('later');
  const digest = hashFile('sha256', path, { encoding: 'hex' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await appendFile(path, 'through a pipe');
  expect(await digest).toBe(hash('sha256', 'through a pipe', { encoding: 'hex' }));
});

test('stops within 100 ms on a named pipe without a writer', async () => {
  const controller = new AbortController();
  const outcome = hashFile('sha256', pipe('silent'), { signal: controller.signal });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const aborted = performance.now();
  controller.abort('enough');
  await expect(outcome).rejects.toMatchObject({ code: 'ERR_ABORTED', cause: 'enough' });
  expect(performance.now() - aborted).toBeLessThan(100);
});

test('is not kept waiting by silent pipes', async () => {
  const controller = new AbortController();
  const path = pipe('many');
  const waiting = Array.from({ length: 40 }, () => hashFile('sha256', path, { signal: controller.signal }));
  expect(await hashFile('sha256', file('other', 'x'))).toEqual(hash('sha256', 'x'));
  controller.abort();
  const outcomes = await Promise.allSettled(waiting);
  expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
});

test('opens few of two thousand files at the same time', async () => {
  const path = file('common', new Uint8Array(1000));
  const openFiles = (): number => readdirSync('/dev/fd').length;
  const before = openFiles();
  let most = 0;
  const digests = Array.from({ length: 2000 }, () =>
    hashFile('sha256', path, { onProgress: () => (most = Math.max(most, openFiles() - before)) }),
  );
  expect(new Set((await Promise.all(digests)).map(String)).size).toBe(1);
  expect(most).toBeLessThan(40);
});

test('passes the slot of an aborted call on to the next', async () => {
  const path = file('slots', new Uint8Array(1000));
  const calls = Array.from({ length: 200 }, (_, index) =>
    hashFile('sha256', path, index % 2 === 0 ? {} : { signal: AbortSignal.abort() }),
  );
  const outcomes = await Promise.allSettled(calls);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(100);
  expect(await hashFile('sha256', path)).toHaveLength(32);
});
