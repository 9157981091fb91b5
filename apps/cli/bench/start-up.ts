// Start-up and throughput of the built command beside its peers, as ratios of medians of interleaved runs.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const command = resolve(import.meta.dirname, '../dist/main.cjs');
const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
const size = Number(process.env['BENCH_BYTES'] ?? 1024 ** 3);

interface Contender {
  readonly name: string;
  readonly line: readonly [string, ...string[]];
}

interface Race {
  readonly title: string;
  readonly rounds: number;
  readonly contenders: readonly Contender[];
}

function milliseconds([program, ...args]: readonly [string, ...string[]]): number {
  const started = performance.now();
  const done = spawnSync(program, args, { cwd: folder });
  if (done.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${done.stderr}`);
  return performance.now() - started;
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

function run({ title, rounds, contenders }: Race): object {
  const times = contenders.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, { line }] of contenders.entries()) {
      const taken = milliseconds(line);
      if (round > 0) times[index]?.push(taken);
    }
  }
  const medians = times.map(median);
  const [own = 1] = medians;
  process.stdout.write(`\n${title}\n`);
  for (const [index, { name }] of contenders.entries()) {
    const taken = medians[index] ?? 0;
    process.stdout.write(
      `  ${name.padEnd(34)} ${taken.toFixed(0).padStart(6)} ms   ${(taken / own).toFixed(2)} x ours\n`,
    );
  }
  return {
    title,
    milliseconds: Object.fromEntries(contenders.map(({ name }, index) => [name, medians[index]])),
  };
}

writeFileSync(join(folder, 'small'), 'Hash me now!');
const big = join(folder, 'big');
spawnSync('sh', [
  '-c',
  `head -c ${size} /dev/zero | openssl enc -aes-128-ctr -pass pass:x -nosalt > ${big} 2>/dev/null`,
]);
const many = Array.from({ length: 1000 }, (_, index) => `many-${index}`);
for (const name of many) writeFileSync(join(folder, name), name.repeat(100));

const node = process.execPath;
const results = [
  run({
    title: 'Start-up',
    rounds: 15,
    contenders: [
      { name: 'countersign --version', line: [node, command, '--version'] },
      { name: 'countersign hash small', line: [node, command, 'hash', 'small'] },
      { name: 'node -e 0', line: [node, '-e', '0'] },
    ],
  }),
  run({
    title: `SHA-256 of ${(size / 1024 ** 2).toFixed(0)} MiB`,
    rounds: 3,
    contenders: [
      { name: 'countersign hash', line: [node, command, 'hash', big] },
      { name: 'openssl dgst -sha256', line: ['openssl', 'dgst', '-sha256', big] },
      { name: 'sha256sum', line: ['sha256sum', big] },
    ],
  }),
  run({
    title: 'SHA-256 of 1000 small files',
    rounds: 3,
    contenders: [
      { name: 'countersign hash', line: [node, command, 'hash', ...many] },
      { name: 'sha256sum, once', line: ['sha256sum', ...many] },
      { name: 'sha256sum, for each', line: ['sh', '-c', 'ls many-* | xargs -n1 sha256sum'] },
    ],
  }),
];
rmSync(folder, { recursive: true, force: true });
mkdirSync('reports', { recursive: true });
writeFileSync('reports/bench.json', `${JSON.stringify(results, null, 2)}\n`);
