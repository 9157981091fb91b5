import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Algorithm, decode, encode, exportKey, generateKey, importKey } from './index.ts';
import { CLAIMS, codes, type Exchange, type ExchangeCase } from './testing/exchange.ts';
import { supported } from './testing/supported.ts';

// Bun and Deno have a node:crypto of their own, which is not OpenSSL's in all it accepts: their tokens must be ours, and ours theirs.

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const cache = mkdtempSync(join(tmpdir(), 'countersign-deno-'));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

const cases: ExchangeCase[] = [];
beforeAll(async () => {
  for (const algorithm of supported) {
    const key = await generateKey(algorithm);
    const [signing, verifying] = 'privateKey' in key ? [key.privateKey, key.publicKey] : [key, key];
    const token = await encode(CLAIMS, signing, { algorithm });
    cases.push({
      algorithm,
      signing: await exportKey(signing, 'jwk'),
      verifying: await exportKey(verifying, 'jwk'),
      token,
    });
  }
}, 60_000);

interface Runtime {
  readonly command: string;
  readonly options: readonly string[];
  /** What its node:crypto does not have. */
  readonly lacking: readonly Algorithm[];
}

const RUNTIMES: Readonly<Record<string, Runtime>> = {
  Bun: { command: 'bun', options: [], lacking: [] },
  Deno: {
    command: 'deno',
    // Without any permission.
    options: ['run', '--quiet', '--no-prompt', '--no-lock', '--node-modules-dir=manual'],
    lacking: ['ES512', 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'],
  },
};

describe.each(Object.entries(RUNTIMES))('%s', (_name, { command, options, lacking }) => {
  let given: Exchange;
  beforeAll(() => {
    const output = execFileSync(
      join(PACKAGE, 'node_modules/.bin', command),
      [...options, '--conditions=@countersign/source', 'src/testing/exchange.ts'],
      {
        cwd: PACKAGE,
        env: { ...process.env, DENO_DIR: cache, DENO_NO_UPDATE_CHECK: '1' },
        input: JSON.stringify(cases),
        maxBuffer: 2 ** 26,
      },
    );
    given = JSON.parse(output.toString());
  }, 120_000);

  test('every attack ends as on Node.js', async () => {
    expect(given.codes).toEqual(await codes());
  });

  test('tokens are exchanged with Node.js in every algorithm', async () => {
    expect(given.answers.map(({ algorithm }) => algorithm)).toEqual(supported);
    for (const [index, { algorithm, refusal, claims, tokens }] of given.answers.entries()) {
      expect([algorithm, refusal]).toEqual([
        algorithm,
        lacking.includes(algorithm) ? 'ERR_KEY_INVALID' : undefined,
      ]);
      if (refusal !== undefined) continue;
      expect([algorithm, claims]).toEqual([algorithm, [CLAIMS, CLAIMS]]);
      const key = await importKey(cases[index]?.verifying ?? '', { algorithm });
      if (key.kind === 'private') throw new Error('the half for verifying is public or secret');
      for (const token of tokens)
        expect(await decode(token, key, { algorithms: [algorithm] })).toEqual(CLAIMS);
    }
  });
});
