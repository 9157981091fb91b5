import { algorithms, createKeySet, TokenError, thumbprint } from '@countersign/jwt';
import { box, byId, fillOptions, h, input, onSubmit, select, textarea } from '../dom.ts';
import { fill, startPage } from '../page.ts';
import { checkItem } from '../token/check-item.ts';
import { type Verdict, verifyToken } from '../token/checks.ts';
import { findTokens } from '../token/find.ts';
import { isObject } from '../token/read.ts';
import { type Candidate, candidatesFor } from './candidates.ts';
import { DownloadError, fetchJson } from './download.ts';

/** A public set holds no secrets. */
const OFFERED = algorithms.filter((name) => !name.startsWith('HS'));

let jwks = '';
let latest = 0;

startPage();
fillOptions(select('algorithm'), OFFERED, 'RS256');
input('address').addEventListener('input', () => {
  fetches += 1;
  forgetKeys();
  say('');
  showCandidates();
});
onSubmit('fetch-form', fetchKeys);
onSubmit('verify-form', verify);
box('verify-form').addEventListener('input', forgetResult);

function say(text: string): void {
  box('status').textContent = text;
}

/** Shows the addresses to choose from; nothing is fetched before one is confirmed. */
function showCandidates(): void {
  const candidates = candidatesFor(input('address').value);
  byId('fetch', HTMLButtonElement).disabled = candidates.length === 0;
  box('candidates').replaceChildren(
    ...(candidates.length === 0
      ? [h('p', { class: 'hint' }, 'An address that starts with https:// is needed.')]
      : candidates.map(candidateChoice)),
  );
}

function candidateChoice({ url, kind }: Candidate, index: number): Node {
  const radio = h('input', {
    type: 'radio',
    name: 'candidate',
    value: url,
    checked: index === 0,
    'data-kind': kind,
  });
  return h('label', { class: 'candidate' }, radio, h('span', {}, h('code', {}, url), ` (${kind})`));
}

let fetches = 0;

async function fetchKeys(): Promise<void> {
  const chosen = document.querySelector<HTMLInputElement>('[name=candidate]:checked');
  if (!chosen) return;
  fetches += 1;
  const turn = fetches;
  forgetKeys();
  say('Fetching…');
  try {
    const answer = await fetchJson(chosen.value);
    if (turn !== fetches) return;
    if (chosen.dataset['kind'] === 'metadata' && !('keys' in answer)) {
      const { jwks_uri: address } = answer;
      if (typeof address !== 'string') throw new DownloadError('The metadata names no key set (jwks_uri).');
      fill('address', address);
      say('The metadata names its key set. It is entered above, to be confirmed.');
      return;
    }
    await showKeys(answer);
    say('Fetched.');
  } catch (error) {
    if (!(error instanceof DownloadError || error instanceof TokenError)) throw error;
    if (turn === fetches) say(error.message);
  }
}

/** Removes the keys of an earlier address, and the result that they gave. */
function forgetKeys(): void {
  jwks = '';
  box('keys').replaceChildren(h('p', { class: 'hint' }, 'None fetched yet.'));
  box('jwks-details').hidden = true;
  forgetResult();
}

async function showKeys(answer: Readonly<Record<string, unknown>>): Promise<void> {
  if (!Array.isArray(answer['keys'])) throw new DownloadError('The answer is not a key set: it has no keys.');
  const keys = answer['keys'].filter(isObject);
  createKeySet({ keys: keys.map((key) => ({ ...key, kty: String(key['kty']) })) });
  jwks = JSON.stringify(answer, null, 2);
  forgetResult();
  box('jwks').textContent = jwks;
  box('jwks-details').hidden = false;
  const [algorithm] = keys.flatMap(({ alg }) => OFFERED.filter((name) => name === alg));
  if (algorithm) select('algorithm').value = algorithm;
  const rows = await Promise.all(keys.map(keyRow));
  const heads = ['Key id', 'Type', 'For', 'Thumbprint (RFC 7638)'];
  box('keys').replaceChildren(
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, ...heads.map((head) => h('th', { scope: 'col' }, head)))),
      h('tbody', {}, ...rows),
    ),
  );
}

async function keyRow(key: Readonly<Record<string, unknown>>): Promise<Node> {
  const { kid, kty, crv, alg, use } = key;
  const said = (value: unknown): string => (typeof value === 'string' ? value : '–');
  const print = await thumbprint({ ...key, kty: said(kty) }).catch(() => 'not supported');
  const type = crv === undefined ? said(kty) : `${said(kty)}, ${said(crv)}`;
  const purpose = alg === undefined ? said(use) : said(alg);
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, h('code', {}, said(kid))),
    ...[type, purpose].map((text) => h('td', {}, text)),
    h('td', {}, h('code', {}, print)),
  );
}

/** Removes the result of an earlier input. An answer that is still computed is dropped. */
function forgetResult(): void {
  latest += 1;
  box('checks').replaceChildren();
}

async function verify(): Promise<void> {
  forgetResult();
  const turn = latest;
  const [found] = findTokens(textarea('token').value);
  if (jwks === '' || found?.kind !== 'JWS') {
    const missing = jwks === '' ? 'Fetch the keys first.' : 'Paste a signed token first.';
    box('checks').replaceChildren(h('li', { class: 'check unchecked' }, h('span', {}, missing)));
    return;
  }
  const verdict: Verdict = await verifyToken(
    found.token,
    jwks,
    {
      algorithm: algorithms.find((name) => name === select('algorithm').value) ?? 'RS256',
      allowWeakKey: false,
      secretEncoding: 'text',
      issuer: '',
      audience: input('audience').value,
      type: '',
      leewaySeconds: 0,
    },
    new Date(),
  );
  if (turn !== latest) return;
  const title = verdict.isVerified ? 'Verified' : verdict.hasValidSignature ? 'Rejected' : 'Not valid';
  box('checks').replaceChildren(
    h('li', { class: `check ${verdict.isVerified ? 'passed' : 'failed'}` }, h('strong', {}, title)),
    ...verdict.checks.map(checkItem),
  );
}
