// pnpm fuzz [--seed NUMBER] [--seconds NUMBER] [--inputs NUMBER] [target…]
import { parseArgs } from 'node:util';
import { type Outcome, runCampaign } from './campaign.ts';
import type { Target } from './target.ts';

/** Each target, loaded when it is run: some make keys or files first. */
const TARGETS: Readonly<Record<string, () => Promise<Outcome>>> = {
  tokens: async () => campaign((await import('./targets/tokens.ts')).tokens),
  keys: async () => campaign((await import('./targets/keys.ts')).keys),
  'stored-hashes': async () => campaign((await import('./targets/stored-hashes.ts')).storedHashes),
  'checksum-lists': async () => campaign((await import('./targets/checksum-lists.ts')).checksumLists),
  'password-rules': async () => campaign((await import('./targets/password-rules.ts')).passwordRules),
  'command-lines': async () => campaign((await import('./targets/command-lines.ts')).commandLines),
};

const { values, positionals } = parseArgs({
  options: { seed: { type: 'string' }, seconds: { type: 'string' }, inputs: { type: 'string' } },
  allowPositionals: true,
});
/** The day's seed: everybody tries the same today, and something new tomorrow. */
const seed = Number(values.seed ?? new Date().toISOString().slice(0, 10).replaceAll('-', ''));
const names = positionals.length > 0 ? positionals : Object.keys(TARGETS);
const seconds = Number(values.seconds ?? 60) / names.length;
const inputs = Number(values.inputs ?? Number.MAX_SAFE_INTEGER);

function campaign<Input>(target: Target<Input>): Promise<Outcome> {
  return runCampaign(target, seed, { seconds, inputs });
}

for (const name of names) {
  const start = TARGETS[name];
  if (!start) throw new Error(`There is no target ${name}; there are ${Object.keys(TARGETS).join(', ')}.`);
  const { target, failure, accepted, slowest, ...outcome } = await start();
  const rate = `${Math.round((accepted / Math.max(1, outcome.inputs)) * 100)} % accepted, slowest ${slowest.toFixed(0)} ms`;
  process.stdout.write(
    `${target}: ${outcome.inputs} inputs in ${outcome.seconds.toFixed(0)} s from seed ${seed}, ${rate}\n`,
  );
  if (!failure) continue;
  process.exitCode = 1;
  process.stdout.write(`  FAILED: ${failure.reason}\n  smallest input: ${failure.input}\n`);
}
