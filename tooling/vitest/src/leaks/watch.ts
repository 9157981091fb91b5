import type { ChildProcess } from 'node:child_process';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { Readable } from 'node:stream';
import { afterAll, afterEach, expect } from 'vitest';
import { onBrowser } from '../chromium/opened.ts';
import { commandSecrets, environmentSecrets, isKeyCommand } from './command-line.ts';
import { hearAnswer, requestSecrets } from './exchange.ts';
import { listenToPages, pageUtterance } from './pages.ts';
import { type Leak, OutputRecord } from './record.ts';

// A setup file: everything that the tests of an app make it say is kept, and after each file of tests it is walked for the
// secrets that the tests handed over. Programs that are started are heard, answers over HTTP, and pages in a browser; what an app writes into
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

/**
 * Lets a page show a secret from now on, because the visitor asked it to. What it logs, sends or keeps is another matter.
 * It has to be shown.
 */
export function allowShown(pathname: string, secret: string): void {
  record.allow(pageUtterance(pathname, 'shows'), secret);
}

// A page that serves several tests is looked at after each.
afterEach(settle);
afterAll(async () => {
  await settle();
  for (const [name, said] of running) record.hear(name, said());
  expect(record.leaks()).toEqual([]);
  expect(record.idleAllowances()).toEqual([]);
});

/** Waits for what the pages of each browser have said. */
const listening: (() => Promise<void>)[] = [];
async function settle(): Promise<void> {
  await Promise.all(listening.map((each) => each()));
}
onBrowser((browser) => {
  listening.push(listenToPages(browser, record));
});
listenToFetch();
listenToPrograms();

function listenToFetch(): void {
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    for (const secret of requestSecrets(request.headers, typeof init?.body === 'string' ? init.body : ''))
      record.plant(secret);
    const response = await fetch(input, init);
    await hearAnswer(record, {
      method: request.method,
      url: request.url,
      status: response.status,
      headers: response.headers,
      text: () => response.clone().text(),
    });
    return response;
  };
}

/** What programs that still run have said so far. */
const running = new Map<string, () => string>();

function listenToPrograms(): void {
  const programs: typeof import('node:child_process') = createRequire(import.meta.url)('node:child_process');
  const { spawn, spawnSync, execFileSync } = programs;

  programs.spawnSync = (command: string, ...rest: readonly unknown[]) => {
    const { args, name } = startOf(command, rest);
    const done = Reflect.apply(spawnSync, programs, [command, ...rest]);
    hearProgram(name, args, done);
    return done;
  };

  programs.execFileSync = (command: string, ...rest: readonly unknown[]) => {
    const { args, name } = startOf(command, rest);
    try {
      const stdout = Reflect.apply(execFileSync, programs, [command, ...rest]);
      hearProgram(name, args, { stdout });
      return stdout;
    } catch (error) {
      hearProgram(name, args, Object(error));
      throw error;
    }
  };

  programs.spawn = (command: string, ...rest: readonly unknown[]) => {
    const { args, name } = startOf(command, rest);
    const child: ChildProcess = Reflect.apply(spawn, programs, [command, ...rest]);
    const said = { stdout: overhear(child.stdout), stderr: overhear(child.stderr) };
    const id = `${name} ${child.pid}`;
    running.set(id, () => said.stdout() + said.stderr());
    child.once('close', () => {
      running.delete(id);
      hearProgram(name, args, { stdout: said.stdout(), stderr: said.stderr() });
    });
    return Object(child);
  };
  syncBuiltinESMExports();
}

/** The arguments of a program that is started, whose secrets are planted, and what to call it. */
function startOf(
  command: string,
  rest: readonly unknown[],
): { readonly args: readonly string[]; readonly name: string } {
  const [args, options] = Array.isArray(rest[0]) ? [rest[0].map(String), rest[1]] : [[], rest[0]];
  for (const secret of commandSecrets(args, Object(options))) record.plant(secret);
  for (const secret of environmentSecrets(Object(options).env ?? {})) record.plant(secret);
  const words = args.filter((word) => !word.startsWith('-')).slice(-3);
  return { args, name: words.length > 0 ? words.join(' ') : command };
}

function hearProgram(
  name: string,
  args: readonly string[],
  { stdout, stderr }: { readonly stdout?: unknown; readonly stderr?: unknown },
): void {
  record.hear(`${name}, standard error`, String(stderr ?? ''));
  if (!isKeyCommand(args)) record.hear(`${name}, standard output`, String(stdout ?? ''), { isResult: true });
}

/** Gives what has come by a stream so far, which flows no sooner and to nobody else for it. */
function overhear(stream: Readable | null): () => string {
  let text = '';
  if (stream) {
    const { push } = stream;
    stream.push = (chunk: unknown, encoding?: BufferEncoding) => {
      if (chunk instanceof Uint8Array || typeof chunk === 'string') text += chunk.toString();
      return push.call(stream, chunk, encoding);
    };
  }
  return () => text;
}
