import { execFileSync } from 'node:child_process';
import { createHash, randomFillSync } from 'node:crypto';
import { closeSync, createReadStream, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashFile } from '@countersign/core/node';

const GIBIBYTE = 2 ** 30;
const ROUNDS = 3;

/** Megabytes a second of each way to hash a file of 1 GiB that the system has in memory. */
export async function fileSpeeds(): Promise<Map<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
  const path = join(folder, 'gibibyte');
  try {
    writeRandom(path);
    const ways: [string, () => unknown][] = [
      ['countersign hashFile', () => hashFile('sha256', path)],
      ['openssl dgst', () => execFileSync('openssl', ['dgst', '-sha256', path])],
      ['node:fs createReadStream', () => streamed(path)],
    ];
    const best = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const [name, run] of ways) {
        const start = performance.now();
        await run();
        const speed = GIBIBYTE / 1000 / (performance.now() - start);
        best.set(name, Math.max(speed, best.get(name) ?? 0));
      }
    }
    return best;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writeRandom(path: string): void {
  const block = randomFillSync(Buffer.alloc(2 ** 24));
  const file = openSync(path, 'w');
  for (let written = 0; written < GIBIBYTE; written += block.length) writeSync(file, block);
  closeSync(file);
}

async function streamed(path: string): Promise<void> {
  const digest = createHash('sha256');
  for await (const piece of createReadStream(path)) digest.update(piece);
  digest.digest();
}
