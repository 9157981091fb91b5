// The built command and its peers: start-up, a large file, a thousand small ones, several large ones, memory.
// Prints ratios of medians of interleaved runs, and whether each meets its goal; `--readme` writes them into README.md.
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { markdownTable, writeSection } from '@countersign/bench';

const program = resolve(import.meta.dirname, '../dist/main.cjs');
const node = process.execPath;
const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
const largeBytes = Number(process.env['BENCH_BYTES'] ?? 1024 ** 3);

type Line = readonly [program: string, ...args: string[]];

interface Peer {
  readonly name: string;
  readonly line: Line;
  /** Our maximum time, as a multiple of this peer's. */
  readonly atMost?: number;
}

interface Race {
  readonly title: string;
  readonly rounds: number;
  readonly ours: Line;
  readonly peers: readonly Peer[];
}

/** Not every machine has `b3sum`. */
const hasB3sum = spawnSync('b3sum', ['--version']).status === 0;

const countersign = (...args: string[]): Line => [node, program, ...args];

/** Nothing is piped: under a real-time scheduler a parent that polls a pipe keeps its child from running. */
function start([command, ...args]: Line, env: object = {}): SpawnSyncReturns<Buffer> {
  const done = spawnSync(command, args, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...env },
  });
  if (done.status !== 0)
    throw new Error(`${command} ${args.slice(0, 4).join(' ')}: exit code ${done.status}`);
  return done;
}

function milliseconds(line: Line): number {
  const started = performance.now();
  start(line);
  return performance.now() - started;
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

/** The results as rows of README.md. */
const rows: (readonly string[])[] = [];

function goal(ratio: number, atMost: number | undefined): string {
  if (atMost === undefined) return '–';
  return `at most ${Number(atMost.toFixed(2))}${ratio <= atMost ? '' : ', missed'}`;
}

function verdict(ratio: number, atMost: number | undefined): string {
  if (atMost === undefined) return '';
  return `   at most ${atMost.toFixed(2)}: ${ratio <= atMost ? 'met' : 'MISSED'}`;
}

function run({ title, rounds, ours, peers }: Race): object {
  const lines = [ours, ...peers.map(({ line }) => line)];
  const times = lines.map((): number[] => []);
  for (let round = 0; round <= rounds; round++)
    for (const [index, line] of lines.entries()) {
      const taken = milliseconds(line);
      // The first round warms caches.
      if (round > 0) times[index]?.push(taken);
    }
  const [own = Number.NaN, ...others] = times.map(median);
  process.stdout.write(`\n${title}: ${own.toFixed(1)} ms\n`);
  const ratios = peers.map(({ name, atMost }, index) => {
    const theirs = others[index] ?? Number.NaN;
    const ratio = own / theirs;
    process.stdout.write(
      `  ${ratio.toFixed(2).padStart(6)} x ${name.padEnd(40)} ${theirs.toFixed(1).padStart(8)} ms${verdict(ratio, atMost)}\n`,
    );
    rows.push([title, `${ratio.toFixed(2)} × \`${name}\``, goal(ratio, atMost)]);
    return { name, ratio, milliseconds: theirs };
  });
  return { title, milliseconds: own, ratios };
}

/** Megabytes of the most memory that a run of ours had, threads and all. */
function memory(line: Line): number {
  const report = join(folder, 'memory');
  const hook = `import{writeFileSync}from'node:fs';process.on('exit',()=>writeFileSync(${JSON.stringify(report)},String(process.resourceUsage().maxRSS)))`;
  start(line, { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}` });
  return Number(spawnSync('cat', [report], { encoding: 'utf8' }).stdout) / 1000;
}

function fill(name: string, bytes: number): string {
  const path = join(folder, name);
  const done = spawnSync('sh', [
    '-c',
    `head -c ${bytes} /dev/zero | openssl enc -aes-128-ctr -pass pass:${name} -nosalt -out '${path}' 2>/dev/null`,
  ]);
  if (done.status !== 0) throw new Error(`cannot make ${path}`);
  return path;
}

function thousand(bytes: number): readonly string[] {
  return Array.from({ length: 1000 }, (_, index) => {
    const name = `${bytes}-${String(index).padStart(3, '0')}`;
    writeFileSync(join(folder, name), Buffer.alloc(bytes, name));
    return name;
  });
}

function smallFiles(bytes: number): Race {
  const names = thousand(bytes);
  return {
    title: `SHA-256 of 1000 files of ${bytes / 1024} KiB`,
    rounds: 5,
    ours: countersign('hash', ...names),
    peers: [
      { name: 'sha256sum, once for all', line: ['sha256sum', ...names], atMost: 3 },
      {
        name: 'xargs -n1 sha256sum',
        line: ['sh', '-c', `ls ${bytes}-* | xargs -n1 sha256sum`],
        atMost: 1,
      },
    ],
  };
}

try {
  writeFileSync(join(folder, 'small'), 'Hash me now!');
  const large = fill('large', largeBytes);
  const halves = [fill('half-1', largeBytes / 2), fill('half-2', largeBytes / 2)] as const;
  const mebibytes = (largeBytes / 1024 ** 2).toFixed(0);
  const bare: Peer = { name: 'node -e 0', line: [node, '-e', '0'], atMost: 1.6 };
  const results = [
    run({ title: 'countersign --version', rounds: 21, ours: countersign('--version'), peers: [bare] }),
    run({
      title: 'countersign hash, a small file',
      rounds: 21,
      ours: countersign('hash', 'small'),
      peers: [bare],
    }),
    run({
      title: `SHA-256 of ${mebibytes} MiB`,
      rounds: 5,
      ours: countersign('hash', large),
      peers: [
        { name: 'openssl dgst -sha256', line: ['openssl', 'dgst', '-sha256', large], atMost: 1 },
        { name: 'sha256sum', line: ['sha256sum', large], atMost: 1 / 2.5 },
      ],
    }),
    run({
      title: `BLAKE3 of ${mebibytes} MiB`,
      rounds: 5,
      ours: countersign('hash', '-a', 'blake3', large),
      peers: hasB3sum
        ? [{ name: 'b3sum --num-threads 1', line: ['b3sum', '--num-threads', '1', large], atMost: 1.25 }]
        : [],
    }),
    run({
      title: `SHA-256 of two files of ${(largeBytes / 2 ** 21).toFixed(0)} MiB`,
      rounds: 5,
      ours: countersign('hash', ...halves),
      peers: [
        { name: 'openssl dgst -sha256', line: ['openssl', 'dgst', '-sha256', ...halves] },
        { name: 'sha256sum', line: ['sha256sum', ...halves] },
      ],
    }),
    run(smallFiles(1024)),
    run(smallFiles(16 * 1024)),
  ];
  process.stdout.write('\nMemory\n');
  const memories = [
    ['one large file', countersign('hash', large)] as const,
    ['two large files on two threads', countersign('hash', ...halves)] as const,
    ['one large file, BLAKE3', countersign('hash', '-a', 'blake3', large)] as const,
  ].map(([name, line]) => {
    const megabytes = memory(line);
    process.stdout.write(`  ${megabytes.toFixed(0).padStart(6)} MB ${name}${verdict(megabytes, 150)}\n`);
    rows.push([`memory, ${name}`, `${megabytes.toFixed(0)} MB`, goal(megabytes, 150)]);
    return { name, megabytes };
  });
  mkdirSync('reports', { recursive: true });
  const machine = `Node.js ${process.version.slice(1)} on ${availableParallelism()} ${process.arch} core(s)`;
  if (process.argv.includes('--readme'))
    writeSection('README.md', 'speed', `${machine}:\n\n${markdownTable(['work', 'takes', 'goal'], rows)}`);
  writeFileSync('reports/bench.json', `${JSON.stringify({ results, memories }, null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
