import { h } from '../dom.ts';
import type { ShownToken } from './analysis.ts';
import { durationWords, timeWords } from './times.ts';

/** Fills every `<time>` of a claim with words; called once a second. */
export function showTimes(root: HTMLElement, now: Date): void {
  for (const element of root.querySelectorAll<HTMLTimeElement>('time[data-claim]')) {
    const { claim = '', value } = element.dataset;
    const { relative, date, isFuture } = timeWords(claim, Number(value), now);
    const local = date?.toLocaleString('en', { dateStyle: 'medium', timeStyle: 'medium' });
    const universal = date?.toISOString().replace('.000Z', 'Z');
    element.dateTime = universal ?? '';
    element.dataset['state'] = stateOf(claim, isFuture);
    element.replaceChildren(
      h('strong', {}, relative),
      ...(date ? [h('span', {}, `${local} here`), h('span', {}, `${universal}`)] : []),
    );
  }
}

function stateOf(claim: string, isFuture: boolean): string {
  if (claim === 'exp') return isFuture ? 'good' : 'bad';
  return isFuture ? 'bad' : 'plain';
}

/** The expiry for the headline. */
export function expiryWords({ kind, payload }: ShownToken, now: Date): string {
  if (kind === 'JWE' || !payload?.object) return '';
  const exp = payload.object['exp'];
  if (exp === undefined) return 'It has no expiry.';
  return typeof exp === 'number'
    ? `It ${timeWords('exp', exp, now).relative}.`
    : 'Its expiry is not a number.';
}

/** The elapsed share of a token's lifetime, as a bar; empty without a start and an end. */
export function lifeBar({ payload }: ShownToken, now: Date): readonly Node[] {
  const start = payload?.object?.['iat'] ?? payload?.object?.['nbf'];
  const end = payload?.object?.['exp'];
  if (typeof start !== 'number' || typeof end !== 'number' || !(end > start)) return [];
  const lived = Math.min(1, Math.max(0, (now.getTime() / 1000 - start) / (end - start)));
  const label = `Lives for ${durationWords(end - start)}; ${Math.round(lived * 100)} % of it is over`;
  return [
    h('p', { class: 'life-label' }, label),
    h('progress', { class: 'life', max: '1', value: String(lived), 'aria-label': label }),
  ];
}
