// Signing and verifying beside other libraries and beside the least that node:crypto needs, in rounds taken in turns, one
// after the other and sixteen in flight; how long a verification waits while passwords are hashed; and what signing on
// the thread pool costs and frees. `bench/signatures.ts [--only TEXT] [--readme]`; the texts are the names of the rows, and
// "latency" for the rest. `--again --only none` writes the figures of the last run again.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { inTurns, markdownTable, median, type Rounds, writeSection } from '@countersign/bench';
import { ALGORITHMS, CLAIMS, type Contender, cachedContenders, contenders } from './contenders.ts';
import { besideHashes, signingOffThread, together } from './latency.ts';

const ROUND_MS = 50;
const ROUNDS = 7;
const OURS = '@countersign/jwt';
const LIMIT = 'node:crypto';
// On one core, jose waits for a time slice of the thread that WebCrypto computes on: a figure of the scheduler's, not of jose's.
const PEERS = ['fast-jwt', 'jose', 'jsonwebtoken'].filter(
  (peer) => peer !== 'jose' || availableParallelism() > 1,
);
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
  const medians = await inTurns(rounds, ROUNDS, median);
  const perSecond = Object.fromEntries(
    [...medians].map(([who, milliseconds]) => [who, Math.round(1000 / milliseconds)]),
  );
  const shown = Object.entries(perSecond).map(([who, speed]) => `${who} ${speed}`);
  process.stdout.write(`${name}, ${inFlight} in flight: ${shown.join(' | ')}\n`);
  return { case: name, inFlight, perSecond };
}

const rows: Row[] = process.argv.includes('--again')
  ? JSON.parse(readFileSync('reports/bench.signatures.json', 'utf8')).values
  : [];
for (const [size, claims] of Object.entries(CLAIMS)) {
  for (const algorithm of ALGORITHMS) {
    const chosen = (['sign', 'verify'] as const).filter((operation) =>
      isChosen(`${algorithm} ${operation}, ${size}`),
    );
    const list = chosen.length > 0 ? await contenders(algorithm, claims) : [];
    for (const operation of chosen) {
      for (const inFlight of [1, 16])
        rows.push(await race(`${algorithm} ${operation}, ${size}`, operation, list, inFlight));
    }
  }
  const name = `HS256 verify, ${size}, remembered`;
  if (isChosen(name)) rows.push(await race(name, 'verify', await cachedContenders(claims), 1));
}

const ratio = (row: Row | undefined, peers: readonly string[]): string => {
  const speeds = peers.flatMap((peer) => row?.perSecond[peer] ?? []);
  return speeds.length === 0 ? '–' : ((row?.perSecond[OURS] ?? 0) / Math.max(...speeds)).toFixed(2);
};
const table = markdownTable(
  [
    'operations a second',
    'here',
    'to `node:crypto`',
    'to the fastest peer',
    ...PEERS.map((peer) => `to ${peer}`),
    '16 in flight: to `node:crypto`',
    'to the fastest peer',
  ],
  rows
    .filter(({ inFlight }) => inFlight === 1)
    .map((row) => {
      const many = rows.find((other) => other.case === row.case && other.inFlight === 16);
      return [
        row.case,
        String(row.perSecond[OURS]),
        ...[[LIMIT], PEERS, ...PEERS.map((peer) => [peer])].map((names) => ratio(row, names)),
        ratio(many, [LIMIT]),
        ratio(many, PEERS),
      ];
    }),
);
const jitter = isChosen('p99, 16 in flight') ? await together() : undefined;
const waits = isChosen('latency') ? await besideHashes() : undefined;
const crossing = isChosen('latency') ? await signingOffThread() : undefined;

const sections = {
  ...(rows.length > 0 && {
    signatures: {
      values: rows,
      text: `Medians of ${ROUNDS} rounds, taken in turns in one run; above 1 is faster than the other.\n\n${table}`,
    },
  }),
  ...(jitter && { p99: { values: jitter.values, text: jitter.text } }),
  ...(waits &&
    crossing && {
      latency: { values: [waits.values, crossing.values], text: `${waits.text}\n\n${crossing.text}` },
    }),
};
const machine = `Node.js ${process.version.slice(1)}, ${availableParallelism()} ${process.arch} core(s)`;
mkdirSync('reports', { recursive: true });
for (const [name, { text, values }] of Object.entries(sections)) {
  process.stdout.write(`\n${text}\n`);
  writeFileSync(`reports/bench.${name}.json`, `${JSON.stringify({ machine, values }, null, 2)}\n`);
  if (process.argv.includes('--readme')) writeSection('README.md', name, `${machine}.\n\n${text}`);
}
