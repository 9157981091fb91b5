import { mkdirSync, writeFileSync } from 'node:fs';
import { hmacRaces, opensslRaces, otherRaces } from './digests.ts';
import { fileSpeeds } from './files.ts';
import { measure } from './measure.ts';

// Prints, for each digest and size, how this package stands to each peer in the same run: 1.00 is as fast, 2.00 twice as
// fast. `node bench/bench.ts --no-file` leaves the file of 1 GiB out.

interface Result {
  readonly race: string;
  readonly bytes: number;
  readonly operationsPerSecond: Readonly<Record<string, number>>;
  /** This package's speed divided by that of the fastest peer. */
  readonly ratio: number;
}

const results: Result[] = [];
const print = (line: string): void => void process.stdout.write(`${line}\n`);

function report(race: string, bytes: number, speeds: ReadonlyMap<string, number>): void {
  const [[, ours = 0] = [], ...peers] = speeds;
  const ratio = ours / Math.max(...peers.map(([, speed]) => speed));
  results.push({ race, bytes, operationsPerSecond: Object.fromEntries(speeds), ratio });
  const columns = peers.map(([name, speed]) => `${name} ${(ours / speed).toFixed(2)}`).join(' | ');
  print(
    `${race.padEnd(32)} ${String(bytes).padStart(8)} B ${Math.round(ours).toString().padStart(9)}/s | ${columns}`,
  );
}

for (const bytes of [32, 1024, 2 ** 20]) {
  const message = new Uint8Array(bytes).map((_, index) => index);
  for (const { name, contenders, cpython } of [
    ...(await opensslRaces(message)),
    ...(await hmacRaces(message)),
    ...(await otherRaces(message)),
  ].map((race) => ({ cpython: undefined, ...race }))) {
    const speeds = new Map(measure(contenders));
    if (cpython !== undefined) speeds.set('CPython', cpython);
    report(name, bytes, speeds);
  }
}

let files: Readonly<Record<string, number>> = {};
if (!process.argv.includes('--no-file')) {
  files = Object.fromEntries(await fileSpeeds());
  print('');
  for (const [name, speed] of Object.entries(files))
    print(`1 GiB, ${name.padEnd(28)} ${Math.round(speed)} MB/s`);
}

mkdirSync('reports', { recursive: true });
writeFileSync(
  'reports/bench.json',
  JSON.stringify({ node: process.version, digests: results, files }, null, 2),
);
