// Signing and verifying beside other libraries and beside the least that node:crypto needs, in rounds taken in turns, one
// after the other and sixteen in flight; and how long a verification waits while passwords are hashed.
// `bench/signatures.ts [--only TEXT] [--readme]`
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { inTurns, markdownTable, type Rounds, writeSection } from '@countersign/bench';
import { ALGORITHMS, CLAIMS, type Contender, cachedContenders, contenders } from './contenders.ts';
import { latencies, signingOffThread } from './latency.ts';

const ROUND_MS = 60;
const OURS = '@countersign/jwt';
const PEERS = ['fast-jwt', 'jose', 'jsonwebtoken'];
const only = process.argv[process.argv.indexOf('--only') + 1];
const isChosen = (name: string): boolean => !process.argv.includes('--only') || name.includes(only ?? '');

interface Row {
  readonly case: string;
  readonly inFlight: number;
  readonly perSecond: Readonly<Record<string, number>>;
}

/** Milliseconds of one call, of as many as fit into a round. */
async function oneRound(work: () => unknown, inFlight: number): Promise<number> {
  const started = performance.now();
  let calls = 0;
  while (performance.now() - started < ROUND_MS) {
    if (inFlight === 1) await work();
    else await Promise.all(Array.from({ length: inFlight }, work));
    calls += inFlight;
  }
  return (performance.now() - started) / calls;
}

async function race(
  name: string,
  operation: 'sign' | 'verify',
  list: readonly Contender[],
  inFlight: number,
): Promise<Row> {
  const rounds: Rounds = Object.fromEntries(
    list.map((contender) => [contender.name, () => oneRound(contender[operation], inFlight)]),
  );
  const best = await inTurns(rounds, 5);
  const perSecond = Object.fromEntries(
    [...best].map(([who, milliseconds]) => [who, Math.round(1000 / milliseconds)]),
  );
  const shown = Object.entries(perSecond).map(([who, speed]) => `${who} ${speed}`);
  process.stdout.write(`${name}, ${inFlight} in flight: ${shown.join(' | ')}\n`);
  return { case: name, inFlight, perSecond };
}

const rows: Row[] = [];
for (const [size, claims] of Object.entries(CLAIMS)) {
  for (const algorithm of ALGORITHMS) {
    const list = await contenders(algorithm, claims);
    for (const operation of ['sign', 'verify'] as const) {
      for (const inFlight of [1, 16]) {
        const name = `${algorithm} ${operation}, ${size}`;
        if (isChosen(name)) rows.push(await race(name, operation, list, inFlight));
      }
    }
  }
  const name = `HS256 verify, ${size}, remembered`;
  if (isChosen(name)) rows.push(await race(name, 'verify', await cachedContenders(claims), 1));
}

const ratio = ({ perSecond }: Row, peers: readonly string[]): string => {
  const best = Math.max(...peers.map((peer) => perSecond[peer] ?? 0));
  return best === 0 ? '–' : ((perSecond[OURS] ?? 0) / best).toFixed(2);
};
const table = markdownTable(
  [
    'operations a second, one at a time',
    'here',
    'to `node:crypto`',
    'to fast-jwt',
    'to jose',
    'to jsonwebtoken',
    '16 in flight, to the fastest',
  ],
  rows
    .filter(({ inFlight }) => inFlight === 1)
    .map((row) => {
      const many = rows.find((other) => other.case === row.case && other.inFlight === 16);
      return [
        row.case,
        String(row.perSecond[OURS]),
        ratio(row, ['node:crypto']),
        ...PEERS.map((peer) => ratio(row, [peer])),
        many ? ratio(many, PEERS) : '–',
      ];
    }),
);
process.stdout.write(`\n${table}\n\n`);

const waits = isChosen('latency') ? await latencies() : undefined;
const crossing = isChosen('latency') ? await signingOffThread(generateKeyPairSync) : undefined;
if (waits) process.stdout.write(`${waits.text}\n`);
if (crossing) process.stdout.write(`${crossing.text}\n`);

mkdirSync('reports', { recursive: true });
const results = { node: process.version, rows, waits: waits?.values, crossing: crossing?.values };
writeFileSync('reports/bench.json', `${JSON.stringify(results, null, 2)}\n`);
if (process.argv.includes('--readme')) {
  const machine = `Node.js ${process.version.slice(1)} on ${availableParallelism()} shared ${process.arch} cores`;
  const text = [
    `The best rounds of one run (${machine}); above 1 is faster than the other:`,
    table,
    waits?.text,
    crossing?.text,
  ];
  writeSection('README.md', 'signatures', text.filter((part) => part !== undefined).join('\n\n'));
}
