import { readFileSync } from 'node:fs';
import { build, type Plugin } from 'esbuild';
import { Miniflare } from 'miniflare';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashPassword, verifyPassword } from '../src/index.ts';

// Cloudflare's workerd itself, without Node.js compatibility: it forbids WebAssembly that is compiled at run time.

const WORKER = `
  import { argon2, hashPassword, passwordRuntime, verifyPassword } from '@countersign/password';
  export default {
    async fetch(request) {
      const [call, ...args] = await request.json();
      const functions = { argon2, hashPassword, passwordRuntime, verifyPassword };
      try {
        return Response.json({ value: await functions[call](...args) });
      } catch (error) {
        return Response.json({ error: String(error) });
      }
    },
  };
`;

let miniflare: Miniflare;

beforeAll(async () => {
  const wasm = new Map<string, Uint8Array<ArrayBuffer>>();
  const collectWasm: Plugin = {
    name: 'collect-wasm',
    setup({ onResolve, resolve }) {
      onResolve({ filter: /\.wasm$/ }, async ({ path, resolveDir, pluginData, kind }) => {
        if (pluginData === 'inner') return undefined;
        const found = await resolve(path, { resolveDir, kind, pluginData: 'inner' });
        const name = path.slice(path.lastIndexOf('/') + 1);
        wasm.set(name, new Uint8Array(readFileSync(found.path)));
        return { path: `./${name}`, external: true };
      });
    },
  };
  const { outputFiles } = await build({
    stdin: { contents: WORKER, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: 'esm',
    conditions: ['@countersign/source', 'workerd', 'worker', 'browser'],
    plugins: [collectWasm],
  });
  miniflare = new Miniflare({
    compatibilityDate: '2026-07-01',
    modules: [
      { type: 'ESModule', path: 'worker.mjs', contents: outputFiles[0]?.text ?? '' },
      ...[...wasm].map(([path, contents]) => ({ type: 'CompiledWasm', path, contents }) as const),
    ],
  });
  await miniflare.ready;
}, 60_000);

afterAll(() => miniflare.dispose());

async function call(...message: readonly unknown[]): Promise<unknown> {
  const response = await miniflare.dispatchFetch('http://localhost/', {
    method: 'POST',
    body: JSON.stringify(message),
  });
  return response.json();
}

test('uses a compiled module for Argon2 and JavaScript for bcrypt', async () => {
  expect(await call('passwordRuntime')).toEqual({
    value: {
      argon2: { kind: 'webassembly', source: 'argon2id' },
      bcrypt: { kind: 'javascript', source: 'bcryptjs' },
    },
  });
});

test.each([
  { algorithm: 'argon2id' },
  { algorithm: 'bcrypt', cost: 10 },
  { algorithm: 'bcrypt-sha256', cost: 10 },
] as const)('hashes with %j, and each side verifies the other’s hash', async (options) => {
  const stored = await call('hashPassword', 'lètmein', options);
  const { value } = Object(stored);
  expect(await verifyPassword('lètmein', String(value))).toBe(true);
  expect(await verifyPassword('lètmein!', String(value))).toBe(false);
  const ours = await hashPassword('lètmein', options);
  expect(await call('verifyPassword', 'lètmein', ours)).toEqual({ value: true });
  expect(await call('verifyPassword', 'lètmein!', ours)).toEqual({ value: false });
});

test('falls back to JavaScript for Argon2i', async () => {
  const argon2i = '$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8';
  expect(await call('verifyPassword', 'password', argon2i)).toEqual({ value: true });
});
