import type { SentRequest } from './curl.ts';
import { logExchange, say } from './log.ts';
import { isObject } from './read.ts';

/** A request of this page, and what came back. */
export interface Exchange {
  readonly isOk: boolean;
  /** The answer's members; empty when it is no JSON object. */
  readonly answer: Readonly<Record<string, unknown>>;
  /** The answer when it is a list. */
  readonly list: readonly Readonly<Record<string, unknown>>[];
}

interface Wanted {
  readonly body?: SentRequest['body'];
  readonly bearer?: string | undefined;
}

/** Sends one request, and shows it with its answer. */
export async function exchange(
  method: string,
  path: string,
  { body, bearer }: Wanted = {},
): Promise<Exchange> {
  const headers = {
    ...(body && { 'content-type': 'application/json' }),
    ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
  };
  try {
    const response = await fetch(path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
    const answer: unknown = isJson ? JSON.parse(text) : text;
    logExchange(
      { method, path, headers, body },
      {
        status: response.status,
        statusText: response.statusText,
        isOk: response.ok,
        requestId: response.headers.get('x-request-id'),
        answer,
      },
    );
    return {
      isOk: response.ok,
      answer: isObject(answer) ? answer : {},
      list: Array.isArray(answer) ? answer.filter(isObject) : [],
    };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    say(`${method} ${path}: the service did not answer.`, 'bad');
    return { isOk: false, answer: {}, list: [] };
  }
}
