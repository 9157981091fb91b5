// Milliseconds of one Argon2id hash at equal parameters beside each candidate engine, alone and eight at once; how long
// the event loop waits while fifty logins are hashed; and what calibrate finds here. Writes the README's tables.

import * as crypto from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { inTurns, markdownTable, writeSection } from '@countersign/bench';
import { tokenBytes } from '@countersign/core';
import { hashRaw } from '@node-rs/argon2';
import argon2 from 'argon2';
import { argon2id } from 'hash-wasm';
import { calibrate, hashPassword, PasswordHasher } from '../src/index.ts';

const MEMORY = 19_456;
const PASSES = 2;
const password = 'correct horse battery staple';

type Hash = () => Promise<unknown>;

const native = promisify(crypto.argon2);

const engines: Readonly<Record<string, Hash>> = {
  '@countersign/password': () => hashPassword(password),
  '@node-rs/argon2': () =>
    hashRaw(password, { memoryCost: MEMORY, timeCost: PASSES, parallelism: 1, salt: tokenBytes(16) }),
  argon2: () => argon2.hash(password, { memoryCost: MEMORY, timeCost: PASSES, parallelism: 1 }),
  'node:crypto argon2': () =>
    native('argon2id', {
      message: password,
      nonce: tokenBytes(16),
      parallelism: 1,
      tagLength: 32,
      memory: MEMORY,
      passes: PASSES,
    }),
  'hash-wasm': () =>
    argon2id({
      password,
      salt: tokenBytes(16),
      memorySize: MEMORY,
      iterations: PASSES,
      parallelism: 1,
      hashLength: 32,
      outputType: 'binary',
    }),
};

function race(atOnce: number): Promise<ReadonlyMap<string, number>> {
  const rounds = Object.entries(engines).map(([name, hash]) => {
    const round = async (): Promise<number> => {
      const started = performance.now();
      await Promise.all(Array.from({ length: atOnce }, hash));
      return (performance.now() - started) / atOnce;
    };
    return [name, round] as const;
  });
  return inTurns(Object.fromEntries(rounds), 15);
}

const LIMIT = '@node-rs/argon2';
const [alone, eight] = [await race(1), await race(8)];
const rows = Object.keys(engines).map((engine) => {
  const [one = Number.NaN, atOnce = Number.NaN] = [alone.get(engine), eight.get(engine)];
  const limit = (alone.get(LIMIT) ?? Number.NaN) / one;
  const limitAtOnce = (eight.get(LIMIT) ?? Number.NaN) / atOnce;
  return { engine, alone: one, eightAtOnce: atOnce, ofLimit: limit, ofLimitAtOnce: limitAtOnce };
});
const engineTable = markdownTable(
  ['engine', 'alone', 'speed, of the limit', 'eight at once', 'speed, of the limit'],
  rows.map(({ engine, alone: one, ofLimit, eightAtOnce, ofLimitAtOnce }) => [
    engine.startsWith('node:')
      ? '`crypto.argon2` of Node.js'
      : `\`${engine}\`${engine === LIMIT ? ' (the limit)' : ''}`,
    `${one.toFixed(1)} ms`,
    ofLimit.toFixed(2),
    `${eightAtOnce.toFixed(1)} ms`,
    ofLimitAtOnce.toFixed(2),
  ]),
);

const hasher = new PasswordHasher({ queueTimeout: '10m' });
/** How long the event loop waits, at the 99th percentile in milliseconds, while fifty people log in. */
async function delayOfLogins(stored: string): Promise<number> {
  await hasher.isValid(password, stored);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await Promise.all(Array.from({ length: 50 }, () => hasher.isValid(password, stored)));
  delay.disable();
  return delay.percentile(99) / 1e6;
}
const sha512Crypt = `$6$rounds=10000$seasalt$${'.'.repeat(86)}`;
const delays = {
  argon2id: await delayOfLogins(await hasher.hash(password)),
  bcrypt: await delayOfLogins(await hashPassword(password, { algorithm: 'bcrypt', cost: 10 })),
  'sha512-crypt': await delayOfLogins(sha512Crypt),
};

const targets = [
  { target: '20ms', memory: 65_536 },
  { target: '50ms', memory: 65_536 },
  { target: '100ms', memory: 131_072 },
  { target: '250ms', memory: 262_144 },
] as const;
const calibrated: {
  readonly target: string;
  readonly memory: number;
  readonly passes: number;
  readonly milliseconds: number;
}[] = [];
for (const wanted of targets) {
  const { hash, milliseconds } = await calibrate(wanted);
  calibrated.push({ target: wanted.target, memory: hash.memory, passes: hash.passes, milliseconds });
}
const calibrationTable = markdownTable(
  ['wanted', 'memory', 'passes', 'took', 'logins a second and core', 'memory of 100 at once'],
  calibrated.map(({ target, memory, passes, milliseconds }) => [
    target,
    `${memory / 1024} MiB`,
    String(passes),
    `${milliseconds.toFixed(0)} ms`,
    (1000 / milliseconds).toFixed(0),
    `${((memory * 100) / 1024 / 1024).toFixed(1)} GiB`,
  ]),
);

const machine = `Node.js ${process.version.slice(1)} on ${availableParallelism()} shared ${process.arch} cores`;
const engineText = `Argon2id with 19 MiB and two passes, the best rounds of one run (${machine}):\n\n${engineTable}\n\nThe limit is the engine called by itself, with the same parameters and nothing around it.\n\nWhile fifty logins are verified at once, the event loop waits ${delays.argon2id.toFixed(1)} ms (p99) with Argon2id, ${delays.bcrypt.toFixed(1)} ms with bcrypt,\nand ${delays['sha512-crypt'].toFixed(1)} ms with \`$6$\` of 10,000 rounds, which no thread computes but which lets others in.`;
const calibrationText = `What \`calibrate\` found (${machine}):\n\n${calibrationTable}`;
process.stdout.write(`${engineText}\n\n${calibrationText}\n`);
mkdirSync('reports', { recursive: true });
writeFileSync(
  'reports/bench.json',
  `${JSON.stringify({ node: process.version, rows, eventLoopDelayP99: delays, calibrated }, null, 2)}\n`,
);
if (process.argv.includes('--readme')) {
  writeSection('README.md', 'engines', engineText);
  writeSection('README.md', 'calibrate', calibrationText);
}
