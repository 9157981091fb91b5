import { fromUtf8 } from '@countersign/core/internal';
import { DecodeError, KeySetError } from '../errors.ts';
import { parseJsonObject } from '../token/json.ts';

/** The part of `fetch` that is used. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A document that was fetched. */
export interface Downloaded {
  readonly json: unknown;
  /** How long the server allows its answer to be kept. */
  readonly maxAgeSeconds: number | undefined;
}

export interface DownloadOptions {
  /** The document's name in messages. */
  readonly what: string;
  readonly timeoutSeconds: number;
  readonly maxBytes: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly fetch: Fetch | undefined;
}

/**
 * Fetches a JSON document: in time, of limited size, and without redirects.
 *
 * @throws {@link KeySetError}
 */
export async function download(url: URL, options: DownloadOptions): Promise<Downloaded> {
  const { timeoutSeconds, what } = options;
  const where = `${url.origin}${url.pathname}`.slice(0, 100);
  const fail = (reason: string, cause?: unknown): KeySetError =>
    new KeySetError(
      `The ${what} at ${where} could not be fetched: ${reason}.`,
      cause === undefined ? {} : { cause },
    );
  const signal = AbortSignal.timeout(Math.ceil(timeoutSeconds * 1000));
  try {
    return await Promise.race([load(url, signal, options, fail), aborted(signal)]);
  } catch (error) {
    if (error instanceof KeySetError) throw error;
    throw fail(signal.aborted ? `it took longer than ${timeoutSeconds} s` : 'the connection failed', error);
  }
}

type Fail = (reason: string, cause?: unknown) => KeySetError;

async function load(
  url: URL,
  signal: AbortSignal,
  { what, maxBytes, headers, fetch = globalThis.fetch }: DownloadOptions,
  fail: Fail,
): Promise<Downloaded> {
  const sent = new Headers({ accept: 'application/jwk-set+json, application/json' });
  for (const [name, value] of headers) sent.set(name, value);
  const response = await fetch(url.href, { signal, redirect: 'manual', headers: Object.fromEntries(sent) });
  if (response.status !== 200) {
    await response.body?.cancel?.();
    const isRedirect =
      response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400);
    throw fail(isRedirect ? 'it redirects, which is not followed' : `the answer was ${response.status}`);
  }
  const body = await readBody(response, maxBytes, fail);
  return { json: parse(body, what, fail), maxAgeSeconds: maxAge(response.headers.get('cache-control')) };
}

/** Rejects after the timeout, even if the caller's own `fetch` ignores the signal. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

async function readBody(response: Response, maxBytes: number, fail: Fail): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunksOf(response)) {
    length += chunk.length;
    if (length > maxBytes) throw fail(`it has more than ${maxBytes} bytes (maxBytes)`);
    chunks.push(chunk);
  }
  const body = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}

/** The body's chunks. A `fetch` of the caller may answer with a stream of Node.js, or without a stream. */
async function* chunksOf(response: Response): AsyncGenerator<Uint8Array> {
  const body: unknown = response.body;
  if (body instanceof ReadableStream) yield* webChunks(body);
  else if (isAsyncIterable(body)) yield* body;
  else yield new TextEncoder().encode(await response.text());
}

async function* webChunks(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // After an error the stream is closed already.
    await reader.cancel().catch(() => undefined);
  }
}

function isAsyncIterable(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

function parse(body: Uint8Array, what: string, fail: Fail): unknown {
  const text = decodeBody(body);
  if (text === undefined) throw fail('it is not UTF-8');
  try {
    return parseJsonObject(text, what);
  } catch (error) {
    throw fail(error instanceof DecodeError ? reasonOf(text) : 'it is not JSON', error);
  }
}

/** Some servers write a byte order mark. */
function decodeBody(body: Uint8Array): string | undefined {
  try {
    return fromUtf8(body).replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
}

function reasonOf(text: string): string {
  try {
    JSON.parse(text);
    return 'it is not a JSON object, or has a member twice';
  } catch {
    return 'it is not JSON';
  }
}

/** `Cache-Control` (RFC 9111 section 5.2.2): `no-store` and `no-cache` mean zero. */
function maxAge(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/(^|[\s,])(no-store|no-cache)/i.test(header)) return 0;
  const seconds = /(?:^|[\s,])max-age=(\d{1,10})/i.exec(header)?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}
