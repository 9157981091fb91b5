import { execFileSync } from 'node:child_process';
import { createHash, randomFillSync } from 'node:crypto';
import { closeSync, createReadStream, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTurns, markdownTable } from '@countersign/bench';
import { hashFile } from '@countersign/core/node';
import { machine, type Report } from './report.ts';

const GIBIBYTE = 2 ** 30;
const ROUNDS = 5;

/** SHA-256 of a file of 1 GiB that the system has in memory, by each way. */
export async function fileReport(): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
  const path = join(folder, 'gibibyte');
  try {
    writeRandom(path);
    const ways = {
      hashFile: () => timed(() => hashFile('sha256', path)),
      'openssl dgst': () => timed(() => execFileSync('openssl', ['dgst', '-sha256', path])),
      createReadStream: () => timed(() => streamed(path)),
    };
    const took = await inTurns(ways, ROUNDS);
    const rows = Object.keys(ways).map((name) => {
      const milliseconds = took.get(name) ?? Number.NaN;
      const speed = GIBIBYTE / 1000 / milliseconds;
      return [
        `\`${name}\``,
        `${speed.toFixed(0)} MB/s`,
        (milliseconds / (took.get('hashFile') ?? Number.NaN)).toFixed(2),
      ];
    });
    const table = markdownTable(['', 'throughput', "`hashFile`'s to it"], rows);
    const text = `SHA-256 of a file of 1 GiB in the system's cache, the best of five runs in turns (${machine()}):\n\n${table}`;
    return { text, values: Object.fromEntries(took) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
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
