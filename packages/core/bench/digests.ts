import { markdownTable } from '@countersign/bench';
import { measure, ROUNDS } from './measure.ts';
import { hmacRaces, OURS, opensslRaces, otherRaces, type Race } from './races.ts';
import { machine, type Report } from './report.ts';

const SIZES = [
  { bytes: 32, name: '32 B' },
  { bytes: 1024, name: '1 KiB' },
  { bytes: 2 ** 20, name: '1 MiB' },
] as const;

/** By whose speed this package's is divided; of those whose names begin alike the fastest counts. */
const PEERS = ['node:crypto', '@noble/hashes', 'hash-wasm', 'CPython'] as const;
type Peer = (typeof PEERS)[number];

/** The lowest accepted ratio: to OpenSSL's speed if it has the digest, and otherwise to the fastest library. */
function aim(peer: Peer, peers: readonly Peer[]): number {
  if (peer === 'CPython') return 1;
  return peer === 'node:crypto' || !peers.includes('node:crypto') ? 0.9 : 0;
}

interface Result {
  readonly race: string;
  readonly size: string;
  readonly operationsPerSecond: Readonly<Record<string, number>>;
  readonly ratios: readonly { readonly peer: Peer; readonly ratio: number }[];
}

async function run({ name, contenders, cpython }: Race, size: string): Promise<Result> {
  const speeds = new Map(await measure(contenders));
  if (cpython !== undefined) speeds.set('CPython', cpython());
  const ours = speeds.get(OURS) ?? Number.NaN;
  const ratios = PEERS.flatMap((peer) => {
    const theirs = [...speeds].flatMap(([contender, speed]) => (contender.startsWith(peer) ? [speed] : []));
    return theirs.length === 0 ? [] : [{ peer, ratio: ours / Math.max(...theirs) }];
  });
  return { race: name, size, operationsPerSecond: Object.fromEntries(speeds), ratios };
}

/** The ratios that are lower than they should be, as a sentence. */
function shortfalls(results: readonly Result[]): string {
  const low = results.flatMap(({ race, size, ratios }) => {
    const peers = ratios.map(({ peer }) => peer);
    return ratios.flatMap(({ peer, ratio }) =>
      ratio < aim(peer, peers) ? [`${race} at ${size} (${ratio.toFixed(2)} of ${peer})`] : [],
    );
  });
  return `Aimed at: 0.90 of \`node:crypto\`'s best way, where OpenSSL lacks a digest 0.90 of the fastest library, and CPython's speed. Below that in this run: ${low.join(', ') || 'none'}.`;
}

/** Digests and HMAC beside each peer: 1.00 is as fast, 2.00 twice as fast. */
export async function digestReport(): Promise<Report> {
  const results: Result[] = [];
  for (const { bytes, name } of SIZES) {
    const message = new Uint8Array(bytes).map((_, index) => index);
    const groups = [await opensslRaces(message), await hmacRaces(message), await otherRaces(message)];
    for (const race of groups.flat()) results.push(await run(race, name));
  }
  const races = [...new Set(results.map(({ race }) => race))];
  const cell = (race: string, peer: Peer): string => {
    const found = results
      .filter((result) => result.race === race)
      .flatMap(({ ratios }) => ratios.filter((ratio) => ratio.peer === peer));
    return found.map(({ ratio }) => ratio.toFixed(2)).join(' · ') || '–';
  };
  const table = markdownTable(
    [
      `ratio at ${SIZES.map(({ name }) => name).join(' · ')}`,
      "`node:crypto`'s best way",
      '`@noble/hashes`',
      '`hash-wasm`',
      'CPython',
    ],
    races.map((race) => [race, ...PEERS.map((peer) => cell(race, peer))]),
  );
  const text = `The best of ${ROUNDS} rounds in turns, in one run (${machine()}); 1.00 is as fast, above it faster:\n\n${table}\n\n${shortfalls(results)}`;
  return { text, values: results };
}
