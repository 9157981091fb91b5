import { toBase64Url, utf8 } from '@countersign/core';
import { type Algorithm, algorithms } from '@countersign/jwt';
import { box, byId, fillOptions, h, input, onClick, onSubmit, select, textarea } from '../dom.ts';
import { type SecretEncoding, secretEncoding } from '../secret-encoding.ts';
import type { PastedKey } from './analysis.ts';
import { checkItem } from './check-item.ts';
import { type Verdict, verifyToken, type Wishes } from './checks.ts';
import { keyKind } from './key-kind.ts';
import { readPart } from './read.ts';
import { codeSnippet, commandSnippet } from './snippet.ts';

const KIND_NOTES = {
  nothing: '',
  PEM: 'This is PEM. Of a private key, the public half is used.',
  'encrypted PEM':
    'This private key is encrypted, and this page does not decrypt it. Its public half is enough: openssl pkey -in KEY -pubout',
  OpenSSH: 'This is an OpenSSH key.',
  JWK: 'This is a JWK.',
  'key set': 'This is a JWK set; the token’s kid says which key of it is tried.',
  secret: 'This is read as an HMAC secret.',
};

/** The form that verifies the token of the page. */
export interface VerifyPanel {
  /** Drops the result of the earlier token, and verifies the new one. */
  readonly reset: (tokenAlgorithm: unknown) => void;
  readonly useKey: (text: string, encoding: SecretEncoding, algorithm: Algorithm) => void;
  readonly key: () => PastedKey;
  /** Fills in the expected audience, and opens its section. */
  readonly expectAudience: (audience: string) => void;
}

interface Around {
  readonly token: () => string | undefined;
  readonly replaceToken: (token: string) => void;
  readonly show: (verdict: Verdict | undefined) => void;
  readonly keyChanged: () => void;
}

export function verifyPanel(around: Around): VerifyPanel {
  const key = textarea('key');
  const algorithm = select('algorithm');
  const encoding = select('secret-encoding');
  const checks = box('checks');
  fillOptions(algorithm, algorithms, 'HS256');

  const describe = (): void => {
    const kind = keyKind(key.value);
    box('key-kind').textContent = KIND_NOTES[kind];
    box('secret-encoding-label').hidden = kind !== 'secret';
    box('code').textContent = codeSnippet(wishes());
    box('command').textContent = commandSnippet(wishes());
  };
  let latest = 0;
  const draw = (items: readonly Node[], verdict: Verdict | undefined): void => {
    checks.replaceChildren(...items);
    box('allow-row').hidden = !verdict?.isKeyWeak;
    around.show(verdict);
  };
  /** Draws the result with its input. An answer for an earlier input is dropped. */
  const verify = async (): Promise<void> => {
    latest += 1;
    const turn = latest;
    draw([], undefined);
    const token = around.token();
    if (token === undefined || key.value.trim() === '') return;
    const verdict = await verifyToken(token, key.value, wishes(), new Date());
    if (turn === latest) draw(verdict.checks.map(checkItem), verdict);
  };

  // Not at `change`: the press on a button ends the edit of a field, and would remove that button before its click.
  box('verify-form').addEventListener('input', () => {
    describe();
    around.keyChanged();
    void verify();
  });
  onSubmit('verify-form', async () => {
    await verify();
    if (around.token() === undefined) say(checks, 'Paste a signed token first.');
    else if (key.value.trim() === '')
      say(checks, 'Paste the key first. The token is decoded, and not verified.');
  });
  onClick('allow', () => {
    input('allow-weak').checked = true;
    describe();
    void verify();
  });
  onClick('tamper', () => {
    const token = around.token();
    if (token !== undefined) around.replaceToken(tampered(token));
  });
  describe();

  return {
    reset(tokenAlgorithm) {
      const known = algorithms.find((name) => name === tokenAlgorithm);
      if (known) algorithm.value = known;
      describe();
      void verify();
    },
    useKey(text, itsEncoding, itsAlgorithm) {
      key.value = text;
      encoding.value = itsEncoding;
      algorithm.value = itsAlgorithm;
      describe();
      around.keyChanged();
      void verify();
    },
    expectAudience(audience) {
      input('audience').value = audience;
      byId('expectations', HTMLDetailsElement).open = true;
      describe();
      void verify();
    },
    key: () => ({ text: key.value, encoding: secretEncoding(encoding.value) }),
  };
}

function wishes(): Wishes {
  return {
    algorithm: algorithms.find((name) => name === select('algorithm').value) ?? 'HS256',
    allowWeakKey: input('allow-weak').checked,
    secretEncoding: secretEncoding(select('secret-encoding').value),
    issuer: input('issuer').value,
    audience: input('audience').value,
    type: input('type').value,
    leewaySeconds: Math.min(86_400, Math.max(0, Math.floor(input('leeway').valueAsNumber) || 0)),
  };
}

function say(list: HTMLElement, text: string): void {
  list.replaceChildren(h('li', { class: 'check unchecked' }, h('span', {}, text)));
}

/** The token with another subject under the same signature. */
function tampered(token: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const { object } = readPart(payload);
  const forged = object && toBase64Url(utf8(JSON.stringify({ ...object, sub: 'somebody-else' })));
  return [header, forged ?? `${payload}AAAA`, signature].join('.');
}
