import { CountersignError } from '@countersign/core';
import { box, byId, fillOptions, h, input, onClick, select, textarea } from '../dom.ts';
import { startPage } from '../page.ts';
import { secretEncoding } from '../secret-encoding.ts';
import { ALGORITHMS, hasLength, noteOn } from './algorithms.ts';
import { compareDigest } from './compare.ts';
import { type DigestWishes, digestFile, digestText } from './compute.ts';

/** Above it, a text is digested by one algorithm and not by all of them at every key press. */
const MAX_TEXT_FOR_ALL = 64 * 1024;

const text = textarea('text');
const file = input('file');
const drop = box('drop');
const progress = byId('progress', HTMLProgressElement);
let running = new AbortController();

startPage();
fillOptions(select('algorithm'), ALGORITHMS, 'sha256');
text.addEventListener('input', () => {
  file.value = '';
});
for (const type of ['input', 'change']) box('input-form').addEventListener(type, () => void update());
input('expected').addEventListener('input', compare);
onClick('stop', () => {
  running.abort();
  finish('Stopped.');
});
startDropping();
void update();

function wishes(): DigestWishes {
  const encoding = select('encoding').value;
  return {
    algorithm: select('algorithm').value,
    encoding: encoding === 'base64' || encoding === 'base64url' ? encoding : 'hex',
    key: input('key').value,
    keyEncoding: secretEncoding(select('key-encoding').value),
    length: input('length').value === '' ? undefined : input('length').valueAsNumber,
  };
}

async function update(): Promise<void> {
  running.abort();
  running = new AbortController();
  const asked = wishes();
  const isKeyed = asked.key !== '';
  box('length-label').hidden = !hasLength(asked.algorithm, isKeyed);
  box('note').textContent = noteOn(asked.algorithm, isKeyed);
  try {
    const [chosen] = file.files ?? [];
    if (chosen) await showFile(chosen, asked, running.signal);
    else showText(asked);
  } catch (error) {
    // A file that changed or vanished while it was read is a DOMException.
    if (!(error instanceof CountersignError || error instanceof DOMException)) throw error;
    finish(error.message);
  }
}

function showText(asked: DigestWishes): void {
  show(digestText(text.value, asked), title(asked, `a text of ${plural(new Blob([text.value]).size)}`));
  showAll(asked);
}

async function showFile(chosen: File, asked: DigestWishes, signal: AbortSignal): Promise<void> {
  box('all').replaceChildren(
    h('p', { class: 'hint' }, 'A file is read once, for the algorithm that you chose.'),
  );
  progress.value = 0;
  box('share').textContent = '0 %';
  box('progress-row').hidden = false;
  show('', `Reading ${chosen.name}`);
  const onProgress = (share: number): void => {
    progress.value = share;
    box('share').textContent = `${Math.floor(share * 100)} %`;
  };
  const digest = await digestFile(chosen, asked, { signal, onProgress });
  if (digest !== undefined) show(digest, title(asked, `${chosen.name}, ${plural(chosen.size)}`));
}

function show(digest: string, of: string): void {
  box('digest').textContent = digest;
  box('of').textContent = of;
  if (digest !== '') box('progress-row').hidden = true;
  compare();
}

function finish(why: string): void {
  box('progress-row').hidden = true;
  show('', why);
}

function plural(bytes: number): string {
  return `${bytes.toLocaleString('en')} ${bytes === 1 ? 'byte' : 'bytes'}`;
}

function title({ algorithm, key }: DigestWishes, of: string): string {
  return `${key === '' ? algorithm : `HMAC with ${algorithm}`} of ${of}`;
}

function showAll(asked: DigestWishes): void {
  if (text.value.length > MAX_TEXT_FOR_ALL) {
    const hint = `Shown up to ${MAX_TEXT_FOR_ALL.toLocaleString('en')} characters.`;
    box('all').replaceChildren(h('p', { class: 'hint' }, hint));
    return;
  }
  const rows = ALGORITHMS.map((algorithm) =>
    h(
      'tr',
      { class: algorithm === asked.algorithm ? 'chosen' : undefined },
      h('th', { scope: 'row' }, algorithm),
      h('td', {}, h('code', {}, digestOrDash({ ...asked, algorithm, length: undefined }))),
    ),
  );
  box('all').replaceChildren(h('table', {}, h('tbody', {}, ...rows)));
}

/** Not every algorithm makes an HMAC. */
function digestOrDash(asked: DigestWishes): string {
  try {
    return digestText(text.value, asked);
  } catch (error) {
    if (error instanceof CountersignError) return '–';
    throw error;
  }
}

function compare(): void {
  const expected = input('expected').value;
  const digest = box('digest').textContent ?? '';
  const match = box('match');
  const isAsked = expected.trim() !== '' && digest !== '';
  const result = isAsked ? compareDigest(expected, digest, wishes().encoding) : undefined;
  match.textContent = result?.text ?? '';
  match.dataset['match'] = result ? (result.isSame ? 'yes' : 'no') : '';
}

/** The whole page takes a dropped file, so that a near miss does not open it instead. */
function startDropping(): void {
  addEventListener('dragover', (event) => {
    event.preventDefault();
    drop.dataset['over'] = '';
  });
  addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) delete drop.dataset['over'];
  });
  addEventListener('drop', (event) => {
    event.preventDefault();
    delete drop.dataset['over'];
    const files = event.dataTransfer?.files;
    if (!files?.length) return;
    file.files = files;
    void update();
  });
}
