import { createRequire, syncBuiltinESMExports } from 'node:module';
import { afterAll, expect } from 'vitest';
import { commandSecrets, isKeyCommand } from './command-line.ts';
import { isMailbox, issuedTokens, requestSecrets, withoutIssued } from './exchange.ts';
import { type Leak, OutputRecord } from './record.ts';

// A setup file: everything that the tests of an app make it say is kept, and after each file of tests it is walked for the
// secrets that the tests handed over. Programs that are started are heard, and answers over HTTP; what an app writes into
// a destination of the test's own is passed to `hear`.

const record = new OutputRecord();

/** Keeps a line that the app wrote where only the test sees it: of a log, for example. */
export function hear(where: string, text: string): void {
  record.hear(where, text);
}

/** Names a secret that the app must never say. */
export function plant(secret: string): void {
  record.plant(secret);
}

/** What has leaked so far, which is forgotten: for the test of this file. */
export function takeLeaks(): readonly Leak[] {
  return record.take();
}

afterAll(() => {
  expect(record.leaks()).toEqual([]);
});

listenToFetch();
listenToPrograms();

function listenToFetch(): void {
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const path = new URL(request.url).pathname;
    for (const secret of requestSecrets(request.headers, typeof init?.body === 'string' ? init.body : ''))
      record.plant(secret);
    const response = await fetch(input, init);
    const type = response.headers.get('content-type') ?? '';
    // A mail holds the link that it is for; streams would be read to their end.
    if (isMailbox(path) || !/json|text|xml|javascript/.test(type)) return response;
    const text = await response.clone().text();
    record.hear(`${request.method} ${path} ${response.status}`, withoutIssued(text));
    for (const token of issuedTokens(response.headers, text)) record.plant(token);
    return response;
  };
}

function listenToPrograms(): void {
  const programs: typeof import('node:child_process') = createRequire(import.meta.url)('node:child_process');
  const { spawnSync } = programs;
  programs.spawnSync = (command: string, ...rest: readonly unknown[]) => {
    const [args, options] = Array.isArray(rest[0]) ? [rest[0].map(String), rest[1]] : [[], rest[0]];
    for (const secret of commandSecrets(args, Object(options))) record.plant(secret);
    const done = Reflect.apply(spawnSync, programs, [command, ...rest]);
    const name = args
      .filter((word) => !word.startsWith('-'))
      .slice(-3)
      .join(' ');
    record.hear(`${name}, standard error`, String(done.stderr ?? ''));
    if (!isKeyCommand(args))
      record.hear(`${name}, standard output`, String(done.stdout ?? ''), { isResult: true });
    return done;
  };
  syncBuiltinESMExports();
}
