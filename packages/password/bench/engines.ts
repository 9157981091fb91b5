// Milliseconds of one Argon2id hash at equal parameters beside each candidate engine, alone and eight together; how long
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
const cores = availableParallelism();
const machine = `Node.js ${process.version.slice(1)} on ${cores} ${process.arch} ${cores === 1 ? 'core' : 'cores'}`;

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

/** Each engine as a share of the fastest one, called by itself with the same parameters and nothing around it. */
async function measureEngines(): Promise<string> {
  const [alone, eight] = [await race(1), await race(8)];
  const speeds = (times: ReadonlyMap<string, number>, engine: string): readonly string[] => {
    const [time = Number.NaN, limit = Number.NaN] = [times.get(engine), times.get(LIMIT)];
    return [`${time.toFixed(1)} ms`, (limit / time).toFixed(2)];
  };
  const table = markdownTable(
    ['engine', 'alone', 'speed, of the limit', 'each of eight together', 'speed, of the limit'],
    Object.keys(engines).map((engine) => {
      const name = engine.startsWith('node:') ? '`crypto.argon2` of Node.js' : `\`${engine}\``;
      return [
        engine === LIMIT ? `${name} (the limit)` : name,
        ...speeds(alone, engine),
        ...speeds(eight, engine),
      ];
    }),
  );
  return `Argon2id with 19 MiB and two passes, the best rounds of one run (${machine}):\n\n${table}\n\nThe limit is the fastest engine called by itself, with the same parameters and nothing around it.`;
}

/** How long the event loop waits, at the 99th percentile in milliseconds, while fifty people log in: the best of five times. */
async function delayOfLogins(stored: string): Promise<number> {
  const hasher = new PasswordHasher({ queueTimeout: '10m' });
  const delays: number[] = [];
  for (let round = 0; round < 6; round++) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    await Promise.all(Array.from({ length: 50 }, () => hasher.isValid(password, stored)));
    delay.disable();
    if (round > 0) delays.push(delay.percentile(99) / 1e6);
  }
  return Math.min(...delays);
}

async function measureLoop(): Promise<string> {
  const stored = {
    'Argon2id, 19 MiB and two passes': await hashPassword(password),
    'bcrypt, cost 10': await hashPassword(password, { algorithm: 'bcrypt', cost: 10 }),
    'PBKDF2-SHA-256, 600,000 rounds': await hashPassword(password, { algorithm: 'pbkdf2-sha256' }),
    '`$6$` of Linux, 5,000 rounds': `$6$seasalt$${'.'.repeat(86)}`,
  };
  const rows: (readonly string[])[] = [];
  for (const [name, encoded] of Object.entries(stored))
    rows.push([name, `${(await delayOfLogins(encoded)).toFixed(1)} ms`]);
  const table = markdownTable(['while fifty logins are verified', 'the event loop waits (p99)'], rows);
  return `${table}\n\n(${machine}; the best of five times)`;
}

async function measureCalibration(): Promise<string> {
  const targets = [
    { target: '20ms', memory: 65_536 },
    { target: '50ms', memory: 65_536 },
    { target: '100ms', memory: 131_072 },
    { target: '250ms', memory: 262_144 },
  ] as const;
  const rows: (readonly string[])[] = [];
  for (const wanted of targets) {
    const { hash, milliseconds } = await calibrate(wanted);
    rows.push([
      wanted.target,
      `${hash.memory / 1024} MiB`,
      String(hash.passes),
      `${milliseconds.toFixed(0)} ms`,
      (1000 / milliseconds).toFixed(0),
      `${((hash.memory * 100) / 1024 / 1024).toFixed(1)} GiB`,
    ]);
  }
  const table = markdownTable(
    ['wanted', 'memory', 'passes', 'took', 'logins a second and core', 'memory of 100 logins'],
    rows,
  );
  return `What \`calibrate\` found (${machine}):\n\n${table}`;
}

const SECTIONS: Readonly<Record<string, () => Promise<string>>> = {
  engines: measureEngines,
  loop: measureLoop,
  calibrate: measureCalibration,
};

// All of it, or the sections that are named: some want a core for themselves, and others several.
const named = process.argv.slice(2).filter((argument) => argument in SECTIONS);
mkdirSync('reports', { recursive: true });
for (const [name, measure] of Object.entries(SECTIONS)) {
  if (named.length > 0 && !named.includes(name)) continue;
  const text = await measure();
  process.stdout.write(`${text}\n\n`);
  writeFileSync(
    `reports/bench-${name}.json`,
    `${JSON.stringify({ node: process.version, machine, text }, null, 2)}\n`,
  );
  if (process.argv.includes('--readme')) writeSection('README.md', name, text);
}
