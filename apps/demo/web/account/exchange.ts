import { box, h } from '../dom.ts';
import { isObject } from '../token/read.ts';

/** A request of this page, and what came back. */
export interface Exchange {
  readonly isOk: boolean;
  /** The answer's members; empty when it is no JSON object. */
  readonly answer: Readonly<Record<string, unknown>>;
  /** The answer when it is a list. */
  readonly list: readonly Readonly<Record<string, unknown>>[];
}

interface Wanted {
  readonly body?: Readonly<Record<string, unknown>>;
  readonly bearer?: string | undefined;
}

/** What is shown as dots: it would stand in a screenshot otherwise. */
const HIDDEN = new Set(['password', 'current_password', 'new_password', 'token']);

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
    const answer: unknown = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text;
    show(`${method} ${path}`, { headers, body }, response, answer);
    return {
      isOk: response.ok,
      answer: isObject(answer) ? answer : {},
      list: Array.isArray(answer) ? answer.filter(isObject) : [],
    };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    box('status').textContent = `${method} ${path}: the service did not answer.`;
    return { isOk: false, answer: {}, list: [] };
  }
}

function show(
  line: string,
  request: { readonly headers: Readonly<Record<string, string>>; readonly body: Wanted['body'] },
  response: Response,
  answer: unknown,
): void {
  box('status').textContent = `${line}: ${response.status} ${response.statusText}`.trim();
  const sent = [
    ...Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`),
    ...(request.body ? ['', JSON.stringify(request.body, hide, 2)] : []),
  ];
  const received = typeof answer === 'string' ? answer : JSON.stringify(answer, null, 2);
  box('log').prepend(
    h(
      'li',
      { class: 'exchange' },
      h('code', {}, line),
      ...(sent.length === 0 ? [] : [h('pre', {}, sent.join('\n'))]),
      h(
        'pre',
        { class: 'answer', 'data-ok': response.ok ? 'yes' : 'no' },
        `${response.status}\n${received}`.trim(),
      ),
    ),
  );
}

function hide(name: string, value: unknown): unknown {
  return HIDDEN.has(name) ? '••••••••' : value;
}
