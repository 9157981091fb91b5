import { box, h, onClick, select, textarea } from '../dom.ts';
import { fill, startPage } from '../page.ts';
import { type Analysis, analyse, findingsOf, type ShownToken } from './analysis.ts';
import type { Verdict } from './checks.ts';
import { expiryWords, lifeBar, showTimes } from './clock.ts';
import { colouredParts, findingItems, memberTable, signatureFacts } from './parts.ts';
import { signPanel } from './sign.ts';
import { EXAMPLE_CLAIMS, exampleToken, type Signed } from './signing.ts';
import { verifyPanel } from './verify.ts';

const COOKIE_BYTES = 4096;
const HEADER_BYTES = 8192;

const VERDICTS = {
  none: ['Nothing read yet', 'Paste a token, or let the page make one.'],
  decoded: [
    'Decoded, not verified',
    'Anybody can write such a token. Paste the key to verify its signature.',
  ],
  encrypted: [
    'Encrypted',
    'Only a holder of the decryption key can read the content. The header is readable, and not verified.',
  ],
  verified: ['Verified', 'The signature was made with this key, and the claims satisfy your rules.'],
  rejected: ['Rejected', 'The signature is valid, and another check failed.'],
  key: ['Key not usable', 'The signature was not checked, because this key cannot be used. See the checks.'],
  invalid: ['Not valid', 'A check failed before the claims. See the checks.'],
} as const;

const source = textarea('source');
const which = select('which');
let shown: ShownToken | undefined;

startPage();

const panel = verifyPanel({
  token: () => (shown?.kind === 'JWS' ? shown.token : undefined),
  replaceToken: (token) => fill('source', token),
  show: showVerdict,
  keyChanged: showFindings,
});
signPanel({ token: () => shown, show: showSigned });

source.addEventListener('input', () => update(0));
which.addEventListener('change', () => update(which.selectedIndex));
onClick('clear', () => {
  for (const id of ['source-form', 'verify-form', 'sign-form']) document.forms.namedItem(id)?.reset();
  update(0);
  source.focus();
});
onClick('example', async () => {
  showSigned(await exampleToken());
  panel.expectAudience(EXAMPLE_CLAIMS.aud);
});
setInterval(() => tick(), 1000);
readFragment();

/** A token in the fragment never reached a server; it is taken out of the address before it reaches the history. */
function readFragment(): void {
  const fragment = location.hash.slice(1);
  if (!fragment.includes('.')) return;
  history.replaceState(null, '', location.pathname + location.search);
  fill('source', decoded(fragment));
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

function showSigned({ token, verifyingKey, secretEncoding, algorithm }: Signed): void {
  fill('source', token);
  panel.useKey(verifyingKey, secretEncoding, algorithm);
}

function update(index: number): void {
  const analysis = analyse(source.value, index);
  shown = analysis.shown;
  showFound(analysis, index);
  showToken(analysis.shown);
  panel.reset(analysis.shown?.header.object?.['alg']);
}

function showFound({ problem, tokens }: Analysis, index: number): void {
  const isWrong = problem !== undefined && problem !== '';
  box('found').textContent = problem ?? description();
  box('found').classList.toggle('problem', isWrong);
  box('which-label').hidden = tokens.length < 2;
  which.replaceChildren(
    ...tokens.map((_, at) => new Option(`${at + 1} of ${tokens.length}`, '', false, at === index)),
  );
}

function description(): string {
  if (!shown) return '';
  const around = source.value.trim().length - shown.token.length;
  return [
    shown.kind === 'JWS'
      ? 'A signed token (JWS).'
      : 'An encrypted token (JWE): only its header can be read without the key.',
    ...(around > 0 ? [`${around.toLocaleString('en')} characters around it are not part of the token.`] : []),
    ...(shown.disclosures > 0 ? [`${shown.disclosures} selective disclosures follow it (SD-JWT).`] : []),
  ].join(' ');
}

function showToken(token: ShownToken | undefined): void {
  textarea('token').value = token?.token ?? '';
  box('size').textContent = token ? sizeNote(token.token.length) : '';
  showIn('parts-section', 'parts', token && colouredParts(token));
  showIn('header-section', 'header', token && memberTable(token.header, 'header'));
  showIn(
    'claims-section',
    'claims',
    token?.payload && [...nestedNote(token), ...memberTable(token.payload, 'claims')],
  );
  showIn('signature-section', 'signature', token?.signature && signatureFacts(token));
  box('empty').hidden = token !== undefined;
  showFindings();
  box('life').replaceChildren();
  tick();
}

function showFindings(): void {
  const findings = shown?.kind === 'JWS' ? findingsOf(shown.token, panel.key(), new Date()) : undefined;
  showIn('findings-section', 'findings', findings && findingItems(findings));
}

function showIn(section: string, id: string, content: readonly Node[] | undefined): void {
  box(section).hidden = content === undefined;
  box(id).replaceChildren(...(content ?? []));
}

function nestedNote({ nested }: ShownToken): readonly Node[] {
  if (nested === undefined) return [];
  const open = h('button', { type: 'button' }, 'Open the token inside');
  open.addEventListener('click', () => fill('source', nested));
  return [
    h('p', {}, 'The payload is another token. Verify the outer signature before you trust the inner token. '),
    open,
  ];
}

function sizeNote(length: number): string {
  const size = `${length.toLocaleString('en')} bytes`;
  if (length > HEADER_BYTES) return `${size}: more than the 8,192 that many servers accept in a header.`;
  if (length > COOKIE_BYTES) return `${size}: more than the 4,096 that a cookie holds.`;
  return `${size}, of the 4,096 that a cookie holds.`;
}

function tick(): void {
  const now = new Date();
  showTimes(box('claims'), now);
  if (shown) box('life').replaceChildren(...lifeBar(shown, now));
  box('expiry').textContent = shown ? expiryWords(shown, now) : '';
}

function showVerdict(verdict: Verdict | undefined): void {
  const state = verdictState(verdict);
  const [title, text] = VERDICTS[state];
  box('verdict').dataset['verdict'] = state;
  box('verdict-title').textContent = title;
  box('verdict-text').textContent = text;
}

function verdictState(verdict: Verdict | undefined): keyof typeof VERDICTS {
  if (!shown) return 'none';
  if (shown.kind === 'JWE') return 'encrypted';
  if (!verdict) return 'decoded';
  if (verdict.isVerified) return 'verified';
  if (verdict.checks.some(({ name, state }) => name === 'key' && state === 'failed')) return 'key';
  return verdict.hasValidSignature ? 'rejected' : 'invalid';
}
