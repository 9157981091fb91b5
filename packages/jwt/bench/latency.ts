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

/** How long one verification takes: alone, sixteen at a time, and while sixty-four passwords wait to be hashed. */
export async function latencies(): Promise<Report> {
  const secret = randomBytes(32);
  const token = await createSigner(secret, { algorithm: 'HS256' })({ sub: 'user-42' });
  const verify = createVerifier(secret, { algorithms: ['HS256'] });
  const subjects = {
    '`@countersign/jwt`': () => verify(token),
    '`jose`': () => jwtVerify(token, secret, { algorithms: ['HS256'] }),
  };
  const timed = async (work: () => unknown): Promise<number> => {
    const started = performance.now();
    await work();
    return performance.now() - started;
  };
  const values: Record<string, Record<string, number>> = {};
  for (const [name, work] of Object.entries(subjects)) {
    for (let warm = 0; warm < 5000; warm++) await work();
    const together: number[] = [];
    for (let round = 0; round < 400; round++) {
      const started = performance.now();
      await Promise.all(
        Array.from({ length: 16 }, async () => {
          await work();
          together.push(performance.now() - started);
        }),
      );
      await pause();
    }
    const busy: number[] = [];
    const hashes = Array.from({ length: 64 }, () => argon2('password', { memoryCost: 19_456, timeCost: 2 }));
    let isHashing = true;
    const done = Promise.all(hashes).then(() => {
      isHashing = false;
    });
    while (isHashing) {
      busy.push(await timed(work));
      await pause();
    }
    await done;
    values[name] = {
      medianTogether: percentile(together, 0.5),
      p99Together: percentile(together, 0.99),
      medianBusy: percentile(busy, 0.5),
      p99Busy: percentile(busy, 0.99),
    };
  }
  const ms = (value: number | undefined): string => `${(value ?? Number.NaN).toFixed(3)} ms`;
  const table = markdownTable(
    ['HS256 verification', 'of 16 at a time: median', 'p99', 'while 64 passwords are hashed: median', 'p99'],
    Object.entries(values).map(([name, { medianTogether, p99Together, medianBusy, p99Busy }]) => [
      name,
      ms(medianTogether),
      ms(p99Together),
      ms(medianBusy),
      ms(p99Busy),
    ]),
  );
  return { text: table, values };
}

const KEYS = {
  'RS256 (2048 bits)': ['RS256', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey],
  'RS256 (4096 bits)': ['RS256', generateKeyPairSync('rsa', { modulusLength: 4096 }).privateKey],
  ES256: ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
  Ed25519: ['Ed25519', generateKeyPairSync('ed25519').privateKey],
} as const;

const onPool = promisify<string | null, Buffer, KeyObject, Buffer>(sign);

/**
 * Signatures a second by node:crypto on the calling thread, and on the pool with so many in flight: where the pool pays.
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
      'pool, 1 in flight': await speed(there, 1),
      '2': await speed(there, 2),
      '4': await speed(there, 4),
      '16': await speed(there, 16),
      '64': await speed(there, 64),
      '`createSigner`, 64': await speed(() => signer({ sub: 'user-42' }), 64),
      'its longest turn, ms': await longestTurn(() => signer({ sub: 'user-42' }), 64),
      'on the calling thread, ms': await longestTurn(here, 64),
    };
  }
  const titles = Object.keys(values['ES256'] ?? {});
  const table = markdownTable(
    ['signatures a second', ...titles],
    Object.entries(values).map(([name, row]) => [name, ...Object.values(row).map(String)]),
  );
  return { text: table, values };
}

/** Milliseconds for which the event loop stands still when so many begin at once: the median of some tries. */
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
