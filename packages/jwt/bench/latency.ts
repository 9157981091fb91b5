import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { markdownTable } from '@countersign/bench';
import { hash as argon2 } from '@node-rs/argon2';
import { jwtVerify } from 'jose';
import { createSigner, createVerifier } from '../src/index.ts';

interface Report {
  readonly text: string;
  readonly values: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const percentile = (times: readonly number[], part: number): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * part)] ?? Number.NaN;

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const ms = (value: number): string => `${value.toFixed(3)} ms`;

interface Subject {
  readonly name: string;
  readonly verify: () => unknown;
}

async function subjects(): Promise<Subject[]> {
  const secret = randomBytes(32);
  const token = await createSigner(secret, { algorithm: 'HS256' })({ sub: 'user-42' });
  const verify = createVerifier(secret, { algorithms: ['HS256'] });
  const list = [
    { name: '`@countersign/jwt`', verify: () => verify(token) },
    { name: '`jose`', verify: () => jwtVerify(token, secret, { algorithms: ['HS256'] }) },
  ];
  for (const subject of list) for (let warm = 0; warm < 20_000; warm++) await subject.verify();
  return list;
}

function report(what: string, times: ReadonlyMap<string, readonly number[]>): Report {
  const rows = [...times].map(([name, list]) => ({
    name,
    median: percentile(list, 0.5),
    p99: percentile(list, 0.99),
  }));
  return {
    values: Object.fromEntries(rows.map(({ name, median, p99 }) => [name, { median, p99 }])),
    text: markdownTable(
      [what, 'median', 'p99', 'p99 to median'],
      rows.map(({ name, median, p99 }) => [name, ms(median), ms(p99), (p99 / median).toFixed(1)]),
    ),
  };
}

/** How long each of sixteen verifications that begin together takes; jose would need a core for its pool. */
export async function together(): Promise<Report> {
  const times = new Map<string, readonly number[]>();
  for (const { name, verify } of (await subjects()).slice(0, 1)) {
    const list: number[] = [];
    for (let round = 0; round < 1000; round++) {
      const started = performance.now();
      await Promise.all(
        Array.from({ length: 16 }, async () => {
          await verify();
          list.push(performance.now() - started);
        }),
      );
      await pause();
    }
    times.set(name, list);
  }
  return report('one HS256 verification of 16 in flight', times);
}

/** How long one verification takes while sixty-four passwords wait to be hashed, or are. */
export async function besideHashes(): Promise<Report> {
  const times = new Map<string, readonly number[]>();
  for (const { name, verify } of await subjects()) {
    const list: number[] = [];
    const hashes = Array.from({ length: 64 }, () => argon2('password', { memoryCost: 19_456, timeCost: 2 }));
    let isHashing = true;
    const done = Promise.all(hashes).then(() => {
      isHashing = false;
    });
    while (isHashing) {
      const started = performance.now();
      await verify();
      list.push(performance.now() - started);
      await pause();
    }
    await done;
    times.set(name, list);
  }
  return report('one HS256 verification while 64 passwords are hashed', times);
}

const KEYS = {
  'RS256 (2048 bits)': ['RS256', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey],
  'RS256 (4096 bits)': ['RS256', generateKeyPairSync('rsa', { modulusLength: 4096 }).privateKey],
  ES256: ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
  Ed25519: ['Ed25519', generateKeyPairSync('ed25519').privateKey],
} as const;

const onPool = promisify<string | null, Buffer, KeyObject, Buffer>(sign);

/**
 * Signatures per second by node:crypto: on the calling thread, and on the pool with several in flight.
 * Then what `createSigner`, which takes both, makes of 64 in flight, and how long a turn of the event loop takes meanwhile.
 */
export async function signingOffThread(): Promise<Report> {
  const message = Buffer.alloc(200, 'a');
  const values: Record<string, Record<string, number>> = {};
  for (const [name, [algorithm, key]] of Object.entries(KEYS)) {
    const digest = algorithm === 'Ed25519' ? null : 'sha256';
    const here = (): Buffer => sign(digest, message, key);
    const there = (): Promise<Buffer> => onPool(digest, message, key);
    const signer = createSigner(key, { algorithm });
    const speed = async (work: () => unknown, inFlight: number): Promise<number> => {
      const started = performance.now();
      let calls = 0;
      for (; performance.now() - started < 300; calls += inFlight)
        await Promise.all(Array.from({ length: inFlight }, work));
      return Math.round((calls * 1000) / (performance.now() - started));
    };
    values[name] = {
      'calling thread': await speed(here, 1),
      'pool, 1': await speed(there, 1),
      'pool, 2': await speed(there, 2),
      'pool, 4': await speed(there, 4),
      'pool, 16': await speed(there, 16),
      'pool, 64': await speed(there, 64),
      '`createSigner`, 64': await speed(() => signer({ sub: 'user-42' }), 64),
      'its longest turn, ms': await longestTurn(() => signer({ sub: 'user-42' }), 64),
      'on the calling thread, ms': await longestTurn(here, 64),
    };
  }
  const titles = Object.keys(values['ES256'] ?? {});
  const table = markdownTable(
    ['signatures a second, by how many are in flight', ...titles],
    Object.entries(values).map(([name, row]) => [name, ...Object.values(row).map(String)]),
  );
  return { text: table, values };
}

/** Milliseconds for which the event loop is blocked when several signatures start together. The median of some tries. */
async function longestTurn(work: () => unknown, inFlight: number): Promise<number> {
  const longest: number[] = [];
  for (let attempt = 0; attempt < 9; attempt++) {
    await pause();
    const started = performance.now();
    const all = Promise.all(Array.from({ length: inFlight }, work));
    let isUnderWay = true;
    const done = all.then(() => {
      isUnderWay = false;
    });
    let most = 0;
    for (let last = started; isUnderWay; ) {
      await pause();
      const now = performance.now();
      most = Math.max(most, now - last);
      last = now;
    }
    await done;
    longest.push(most);
  }
  return Number(percentile(longest, 0.5).toFixed(2));
}
