import { box, h } from '../dom.ts';
import { copyOnClick } from '../page.ts';
import { curlCommand, type SentRequest } from './curl.ts';
import { shortText, shownBody } from './shorten.ts';

/** What came back. */
export interface Received {
  readonly status: number;
  readonly statusText: string;
  readonly isOk: boolean;
  readonly requestId: string | null;
  /** The answer as JSON, or as text. */
  readonly answer: unknown;
}

/** Says how a request went, and puts it on top of the log. */
export function logExchange(request: SentRequest, received: Received): void {
  const line = `${request.method} ${request.path}`;
  const outcome = `${received.status} ${received.statusText}`.trim();
  say(`${line}: ${outcome}`, received.isOk ? 'good' : 'bad');
  box('walk').hidden = true;
  box('log').prepend(entry(request, received, line, outcome));
}

/** Says something where it is always seen. */
export function say(text: string, state: 'good' | 'bad' | 'none'): void {
  box('status').textContent = text;
  box('status-strip').dataset['state'] = state;
}

/** One entry: tokens and lists are shortened, until they are asked for whole. */
function entry(request: SentRequest, received: Received, line: string, outcome: string): Node {
  const sent = h('pre', { class: 'sent', 'aria-label': `Sent: ${line}` });
  const answer = h('pre', {
    class: 'answer',
    'data-ok': received.isOk ? 'yes' : 'no',
    'aria-label': `Answer to ${line}`,
  });
  const whole = h('button', { type: 'button', class: 'quiet', 'aria-pressed': 'false' }, 'Show it whole');
  const curl = h('button', { type: 'button', class: 'quiet' }, 'Copy as curl');
  const draw = (isShort: boolean): void => {
    sent.textContent = sentText(request, isShort);
    answer.textContent = shownBody(received.answer, isShort);
    sent.hidden = sent.textContent === '';
    answer.hidden = answer.textContent === '';
  };
  whole.addEventListener('click', () => {
    const isWhole = whole.getAttribute('aria-pressed') !== 'true';
    whole.setAttribute('aria-pressed', String(isWhole));
    draw(!isWhole);
  });
  copyOnClick(curl, () => curlCommand(request, location.origin));
  draw(true);
  return h(
    'li',
    { class: 'exchange' },
    h(
      'p',
      { class: 'line' },
      h('code', {}, line),
      h('span', { class: 'outcome', 'data-ok': received.isOk ? 'yes' : 'no' }, outcome),
    ),
    sent,
    answer,
    h(
      'p',
      { class: 'foot' },
      whole,
      curl,
      ...(received.requestId === null
        ? []
        : [h('span', { class: 'hint' }, 'request ', h('code', {}, received.requestId))]),
    ),
  );
}

function sentText({ headers, body }: SentRequest, isShort: boolean): string {
  const lines = Object.entries(headers).map(
    ([name, value]) => `${name}: ${isShort ? shortText(value) : value}`,
  );
  return [...lines, ...(body ? ['', shownBody(body, isShort)] : [])].join('\n');
}
