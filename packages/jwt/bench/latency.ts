import { constants, type generateKeyPairSync, randomBytes, type SignKeyObjectInput, sign } from 'node:crypto';
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

/** Signatures a second on the calling thread and on the thread pool, one and sixteen in flight: where the pool pays. */
export async function signingOffThread(generate: typeof generateKeyPairSync): Promise<Report> {
  const kinds = {
    'RS256 (2048)': {
      key: generate('rsa', { modulusLength: 2048 }).privateKey,
      padding: constants.RSA_PKCS1_PADDING,
    },
    ES256: { key: generate('ec', { namedCurve: 'P-256' }).privateKey },
  };
  const onPool = promisify<string, Buffer, SignKeyObjectInput, Buffer>(sign);
  const message = Buffer.alloc(200, 'a');
  const values: Record<string, Record<string, number>> = {};
  for (const [name, key] of Object.entries(kinds)) {
    const speed = async (work: () => unknown, inFlight: number): Promise<number> => {
      const started = performance.now();
      let calls = 0;
      for (; performance.now() - started < 400; calls += inFlight)
        await Promise.all(Array.from({ length: inFlight }, work));
      return Math.round((calls * 1000) / (performance.now() - started));
    };
    const here = (): Buffer => sign('sha256', message, key);
    const there = (): Promise<Buffer> => onPool('sha256', message, key);
    values[name] = {
      thread: await speed(here, 1),
      pool1: await speed(there, 1),
      pool2: await speed(there, 2),
      pool16: await speed(there, 16),
    };
  }
  const table = markdownTable(
    ['signatures a second', 'calling thread', 'pool, 1 in flight', '2', '16'],
    Object.entries(values).map(([name, row]) => [name, ...Object.values(row).map(String)]),
  );
  return { text: table, values };
}
