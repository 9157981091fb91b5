import type { Finding } from '@countersign/jwt';
import { h } from '../dom.ts';
import { copyOnClick } from '../page.ts';
import type { ShownToken } from './analysis.ts';
import { ALGORITHM_MEANINGS, CLAIM_MEANINGS, HEADER_MEANINGS, type Meaning } from './meanings.ts';
import type { Part } from './read.ts';
import { isTimeClaim } from './times.ts';

const JWS_PARTS = ['header', 'payload', 'signature'];
const JWE_PARTS = ['header', 'encrypted key', 'initialization vector', 'ciphertext', 'tag'];

/** The parts of the token, each with a label, a colour and an underline. */
export function colouredParts({ token, kind }: ShownToken): readonly Node[] {
  const names = kind === 'JWS' ? JWS_PARTS : JWE_PARTS;
  return token.split('.').map((text, index) => {
    const name = names[index] ?? 'part';
    return h(
      'div',
      { class: `part ${index < 3 ? JWS_PARTS[index] : 'signature'}` },
      h('span', { class: 'part-label' }, name, h('span', { class: 'count' }, ` ${text.length}`)),
      h('code', {}, text || '(empty)'),
    );
  });
}

/** The members of a part as rows and as JSON. */
export function memberTable(part: Part, kind: 'header' | 'claims'): readonly Node[] {
  const meanings = kind === 'header' ? HEADER_MEANINGS : CLAIM_MEANINGS;
  const notes = part.problem === undefined ? [] : [h('p', { class: 'problem' }, part.problem)];
  if (!part.object) return [...notes, h('pre', {}, part.shown)];
  const rows = Object.entries(part.object).map(([name, value]) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, h('code', {}, name)),
      h('td', { class: 'value' }, ...shownValue(name, kind === 'claims' ? name : '', value)),
      h('td', { class: 'meaning' }, ...shownMeaning(meanings.get(name))),
    ),
  );
  const heads = [kind === 'header' ? 'Parameter' : 'Claim', 'Value', 'Meaning'];
  return [
    ...notes,
    h(
      'table',
      { class: 'members' },
      h('thead', {}, h('tr', {}, ...heads.map((text) => h('th', { scope: 'col' }, text)))),
      h('tbody', {}, ...rows),
    ),
    h('details', {}, h('summary', {}, 'As JSON'), h('pre', {}, part.shown)),
  ];
}

function shownMeaning(meaning: Meaning | undefined): readonly (Node | string)[] {
  if (!meaning) return [h('span', { class: 'hint' }, 'Not a registered name; defined by the issuer')];
  return [meaning[0], ' ', h('span', { class: 'source' }, meaning[1])];
}

/** A date is followed by an empty `<time>`, which the page's clock fills. */
function shownValue(name: string, claim: string, value: unknown): readonly (Node | string)[] {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  const shown = h('code', { class: typeof value }, text === '' ? '(empty)' : text);
  const copy = h('button', { type: 'button', class: 'quiet copy', 'aria-label': `Copy ${name}` }, 'Copy');
  copyOnClick(copy, () => text);
  if (!isTimeClaim(claim) || typeof value !== 'number') return [shown, copy];
  return [shown, copy, h('time', { 'data-claim': claim, 'data-value': String(value) })];
}

/** Facts about the signature that need no key. */
export function signatureFacts({ header, signature }: ShownToken): readonly Node[] {
  const algorithm = header.object?.['alg'];
  const name = typeof algorithm === 'string' ? algorithm : (JSON.stringify(algorithm) ?? 'nothing');
  const meaning = ALGORITHM_MEANINGS.get(name) ?? 'an algorithm that Countersign does not verify';
  const bytes = signature?.bytes;
  const size = bytes ? `${bytes.length} bytes` : 'unreadable';
  const hex = Array.from(bytes ?? [], (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return [
    h('p', {}, 'The header names ', h('code', {}, name), `: ${meaning.replace(/\.$/, '')}. ${size}.`),
    ...(signature?.problem !== undefined && !bytes ? [h('p', { class: 'problem' }, signature.problem)] : []),
    ...(hex === '' ? [] : [h('details', {}, h('summary', {}, 'In hexadecimal'), h('pre', {}, hex))]),
  ];
}

const SEVERITIES = { error: 'Error', warning: 'Warning', note: 'Note' };

export function findingItems(findings: readonly Finding[]): readonly Node[] {
  if (findings.length === 0) return [h('li', { class: 'finding none' }, 'No findings.')];
  const order = Object.keys(SEVERITIES);
  return findings
    .toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
    .map(({ id, severity, message, source }) =>
      h(
        'li',
        { class: `finding ${severity}` },
        h('strong', {}, SEVERITIES[severity]),
        h('span', {}, message),
        h('span', { class: 'source' }, `${id} · ${source}`),
      ),
    );
}
