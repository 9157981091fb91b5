import { isObject } from '../token/read.ts';

const MAX_CHARACTERS = 512 * 1024;
const TIMEOUT_MILLISECONDS = 10_000;

/** A failed download; its message is for the visitor. */
export class DownloadError extends Error {}

/** Fetches one JSON object: no cookies, no referrer, no redirect to an address that nobody confirmed. */
export async function fetchJson(url: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await fetchText(url);
  const value = parse(text);
  if (!isObject(value)) throw new DownloadError('The answer is not a JSON object.');
  return value;
}

async function fetchText(url: string): Promise<string> {
  try {
    const response = await fetch(url, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
      cache: 'no-store',
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    });
    if (!response.ok) throw new DownloadError(`The server answered ${response.status}.`);
    const text = await response.text();
    if (text.length > MAX_CHARACTERS) throw new DownloadError('The answer is too long for a key set.');
    return text;
  } catch (error) {
    if (error instanceof DownloadError) throw error;
    throw new DownloadError(
      'The browser could not fetch it: there is no such server, it redirects, or it does not let other sites read it (CORS).',
    );
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
