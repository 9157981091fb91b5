// Milliseconds of one Argon2id hash at equal parameters beside each candidate engine, alone and eight at once; and how
// long the event loop waits while fifty logins are hashed.

import * as crypto from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { tokenBytes } from '@countersign/core';
import { hashRaw } from '@node-rs/argon2';
import { argon2id } from 'hash-wasm';
import { hashPassword, PasswordHasher } from '../src/index.ts';

const MEMORY = 19_456;
const PASSES = 2;
const password = 'correct horse battery staple';

type Hash = () => Promise<unknown>;

const native = promisify(crypto.argon2);

const engines: Readonly<Record<string, Hash>> = {
  '@countersign/password': () => hashPassword(password),
  '@node-rs/argon2': () =>
    hashRaw(password, { memoryCost: MEMORY, timeCost: PASSES, parallelism: 1, salt: tokenBytes(16) }),
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

async function milliseconds(hash: Hash, atOnce: number): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 8; round++) {
    const started = performance.now();
    await Promise.all(Array.from({ length: atOnce }, hash));
    if (round > 0) times.push((performance.now() - started) / atOnce);
  }
  return times.sort((a, b) => a - b)[3] ?? 0;
}

const rows: { readonly engine: string; readonly alone: number; readonly eightAtOnce: number }[] = [];
for (const [engine, hash] of Object.entries(engines)) {
  rows.push({ engine, alone: await milliseconds(hash, 1), eightAtOnce: await milliseconds(hash, 8) });
}
const [ours] = rows;
process.stdout.write(`Argon2id, ${MEMORY} KiB, ${PASSES} passes: ms per hash, alone and of eight at once\n`);
for (const { engine, alone, eightAtOnce } of rows) {
  const ratio = (alone / (ours?.alone ?? 1)).toFixed(2);
  process.stdout.write(
    `  ${engine.padEnd(24)} ${alone.toFixed(1).padStart(7)} ${eightAtOnce.toFixed(1).padStart(7)}   ${ratio} x ours\n`,
  );
}

const hasher = new PasswordHasher();
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
await Promise.all(Array.from({ length: 50 }, () => hasher.hash(password)));
delay.disable();
const p99 = delay.percentile(99) / 1e6;
process.stdout.write(`Event-loop delay while fifty logins are hashed: p99 ${p99.toFixed(1)} ms\n`);

mkdirSync('reports', { recursive: true });
writeFileSync('reports/bench.json', `${JSON.stringify({ rows, eventLoopDelayP99: p99 }, null, 2)}\n`);
