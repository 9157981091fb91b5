import { PasswordHasher } from '@countersign/password';
import { WAITS } from '@countersign/vitest-config/patience';
import { expect, vi } from 'vitest';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { type RunningService, type ServeOptions, serve } from '../serve.ts';
import { expectDescribed } from './contract.ts';
import type { DatabaseVariables } from './databases.ts';

export const PASSWORD = 'plenty of purple penguins';

/** SERVICE_SECRET of every instance of a test. */
export const SECRET = new Uint8Array(32).fill(7);

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

export interface TestService extends RunningService {
  /** Every line of the log. */
  readonly logged: readonly string[];
}

export interface StartOptions extends Partial<Omit<ServeOptions, 'log'>> {
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a service on a free port. It trusts one proxy, so each test can have its own client address. */
export async function startService(
  variables: DatabaseVariables,
  { env, ...options }: StartOptions = {},
): Promise<TestService> {
  const logged: string[] = [];
  const write = (line: string): void => {
    logged.push(line);
  };
  const log = createLog('info', { write });
  const config = readConfig({ PORT: '0', NODE_ENV: 'test', TRUSTED_PROXIES: '1', ...variables, ...env });
  // Hashes may wait longer on a slow machine.
  const defaults = { secret: SECRET, hasher: new PasswordHasher(), checkSeconds: 0.2 };
  const service = await serve(config, { ...defaults, ...options, log });
  return { ...service, logged };
}

/** Sends one request and reads the answer. */
export async function call(
  base: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(new URL(path, base), {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '') && text.startsWith('{');
  const answer = {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? JSON.parse(text) : {},
  };
  expectDescribed(method, path, answer);
  return answer;
}

export const bearer = (token: unknown): Record<string, string> => ({ authorization: `Bearer ${token}` });

/** The header of another client address. The limits count it separately. */
export const from = (address: string): Record<string, string> => ({ 'x-forwarded-for': address });

interface ShownMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly sentAt: string;
}

/** The address of a service, or of several instances. */
type Bases = string | readonly [string, ...string[]];

/** The mails to an address, newest first. Any instance may have sent them. */
export async function mailsTo(base: Bases, email: string): Promise<readonly ShownMail[]> {
  const shown = await Promise.all([base].flat().map((each) => call(each, 'GET', '/dev/mail')));
  const mails: readonly ShownMail[] = shown.flatMap(({ text }) => JSON.parse(text));
  return mails.filter(({ to }) => to === email).sort((a, b) => b.sentAt.localeCompare(a.sentAt));
}

/** Waits for a mail with a subject, and returns its link. */
export async function linkIn(base: Bases, email: string, subject: RegExp): Promise<URL> {
  const text = await vi.waitFor(
    async () => {
      const mail = (await mailsTo(base, email)).find((each) => subject.test(each.subject));
      if (!mail) throw new Error(`No mail "${subject.source}" has come.`);
      return mail.text;
    },
    { timeout: WAITS, interval: 50 },
  );
  return new URL(/http\S+/.exec(text)?.[0] ?? '');
}

export function tokenIn(link: URL): string {
  return link.hash.slice(1);
}

let addresses = 0;

/** An unused client address. */
export function freshAddress(): string {
  addresses += 1;
  return `10.${(addresses >> 16) & 255}.${(addresses >> 8) & 255}.${addresses & 255}`;
}

/** Registers an account and confirms its address. */
export async function createAccount(bases: Bases, email: string, password = PASSWORD): Promise<void> {
  const headers = from(freshAddress());
  const base = typeof bases === 'string' ? bases : bases[0];
  expect((await call(base, 'POST', '/v1/register', { email, password }, headers)).status).toBe(202);
  const token = tokenIn(await linkIn(bases, email, /Confirm/));
  expect((await call(base, 'POST', '/v1/email/verify', { token, password }, headers)).status).toBe(200);
}

export function logIn(
  base: string,
  email: string,
  password = PASSWORD,
  address = freshAddress(),
): Promise<Answer> {
  return call(base, 'POST', '/v1/login', { email, password }, from(address));
}

export function refresh(base: string, token: unknown): Promise<Answer> {
  return call(base, 'POST', '/v1/token/refresh', { refresh_token: token });
}

/** A clock that moves only by `advance`. */
export class TestClock {
  #time = Date.parse('2026-06-01T12:00:00Z');

  readonly now = (): Date => new Date(this.#time);

  advance(seconds: number): void {
    this.#time += seconds * 1000;
  }
}
