import { fromUtf8, InvalidArgumentError } from '@countersign/core';
import { KeySetError } from '../errors.ts';

/** The part of `fetch` that is used. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A document that was fetched. */
export interface Downloaded {
  readonly json: unknown;
  /** What the server allows its answer to be kept. */
  readonly maxAgeSeconds: number | undefined;
}

interface DownloadOptions {
  readonly timeoutSeconds: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch?: Fetch;
}

const MAX_BYTES = 256 * 1024;

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Checks where a key set comes from. Whoever can change it on its way can sign everything. */
export function checkUrl(url: string | URL): URL {
  const parsed = typeof url === 'string' || url instanceof URL ? URL.parse(String(url)) : null;
  const isSafe =
    parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && LOOPBACK.has(parsed.hostname));
  if (!parsed || !isSafe || parsed.username !== '' || parsed.password !== '') {
    throw new InvalidArgumentError(
      'url',
      'url must be an https: URL without a user name (http: only on the loopback interface).',
    );
  }
  return parsed;
}

/**
 * Fetches a JSON document: in time, of limited size, and from where it was asked for.
 *
 * @throws {@link KeySetError}
 */
export async function download(
  url: URL,
  { timeoutSeconds, headers, fetch = globalThis.fetch }: DownloadOptions,
): Promise<Downloaded> {
  const where = `${url.origin}${url.pathname}`;
  const fail = (reason: string, cause?: unknown): KeySetError =>
    new KeySetError(
      `The key set at ${where} could not be fetched: ${reason}.`,
      cause === undefined ? {} : { cause },
    );
  const signal = AbortSignal.timeout(Math.ceil(timeoutSeconds * 1000));
  const load = async (): Promise<Downloaded> => {
    const accept = { accept: 'application/jwk-set+json, application/json' };
    const response = await fetch(url.href, {
      signal,
      redirect: 'manual',
      headers: { ...accept, ...headers },
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      const isRedirect =
        response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400);
      throw fail(isRedirect ? 'it redirects, which is not followed' : `the answer was ${response.status}`);
    }
    const json: unknown = parse(await readBody(response, fail), fail);
    return { json, maxAgeSeconds: maxAge(response.headers.get('cache-control')) };
  };
  try {
    return await Promise.race([load(), aborted(signal)]);
  } catch (error) {
    if (error instanceof KeySetError) throw error;
    throw fail(signal.aborted ? `it took longer than ${timeoutSeconds} s` : 'the connection failed', error);
  }
}

/** Rejects when time is up, also when the caller's own `fetch` does not listen to the signal. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

async function readBody(response: Response, fail: (reason: string) => KeySetError): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const piece = await reader?.read();
    if (!piece || piece.done) break;
    length += piece.value.length;
    if (length > MAX_BYTES) {
      await reader?.cancel();
      throw fail(`it has more than ${MAX_BYTES} bytes`);
    }
    pieces.push(piece.value);
  }
  const body = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    body.set(piece, at);
    at += piece.length;
  }
  return body;
}

function parse(body: Uint8Array, fail: (reason: string) => KeySetError): unknown {
  try {
    return JSON.parse(fromUtf8(body));
  } catch {
    throw fail('it is not JSON');
  }
}

/** `Cache-Control` (RFC 9111 section 5.2.2): `no-store` and `no-cache` mean no time at all. */
function maxAge(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/(^|[\s,])(no-store|no-cache)/i.test(header)) return 0;
  const seconds = /(?:^|[\s,])max-age=(\d{1,10})/i.exec(header)?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}
