import { box, h } from '../form.ts';
import { curlCommand, type SentRequest } from './curl.ts';

/** The response to a request of the walk. */
export interface Received {
  readonly status: number;
  readonly isOk: boolean;
  readonly body: unknown;
}

/** Members that are never shown. A screenshot of this page is safe to share. */
const SECRETS = new Set(['password', 'current_password', 'new_password', 'token', 'text']);
const TOKENS = new Set(['access_token', 'refresh_token', 'authorization']);

/** Adds a request and its response to the top of the log. */
export function logExchange(request: SentRequest, { status, isOk, body }: Received): void {
  const line = `${request.method} ${request.path}`;
  box('status').textContent = `${line}: ${status}`;
  const copy = h('button', { type: 'button', class: 'secondary' }, 'Copy as curl');
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(curlCommand(request, location.origin));
    copy.textContent = 'Copied';
  });
  box('log').prepend(
    h(
      'li',
      {},
      h(
        'div',
        { class: 'row' },
        h(
          'strong',
          {},
          h('code', {}, line),
          ' ',
          h('span', { class: isOk ? 'good' : 'error' }, String(status)),
        ),
        copy,
      ),
      ...(request.body ? [block(`Request of ${line}`, request.body)] : []),
      ...(body === '' ? [] : [block(`Response to ${line}`, body)]),
    ),
  );
}

function block(label: string, value: unknown): Node {
  return h('pre', { tabindex: '0', 'aria-label': label }, JSON.stringify(value, shortened, 2));
}

/** Hides secrets, and shortens tokens. */
function shortened(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (SECRETS.has(name)) return '••••••••';
  return TOKENS.has(name) ? `${value.slice(0, 16)}… (${value.length} characters)` : value;
}
