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
    'This private key is encrypted, and browsers cannot decrypt it. Its public half is enough: openssl pkey -in KEY -pubout',
  OpenSSH: 'This is an OpenSSH key.',
  JWK: 'This is a JWK.',
  'key set': 'This is a JWK Set. The token’s kid selects the key.',
  secret: 'This text is used as an HMAC secret.',
};

/** The form that verifies, between the token that the page shows and what it says about it. */
export interface VerifyPanel {
  /** Clears the results for another token. */
  readonly reset: (tokenAlgorithm: unknown) => void;
  readonly useKey: (text: string, encoding: SecretEncoding, algorithm: Algorithm) => void;
  readonly key: () => PastedKey;
  /** Says whom the token is expected to be for, where it is seen. */
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
  const forget = (): void => {
    checks.replaceChildren();
    around.show(undefined);
  };
  const verify = async (): Promise<void> => {
    const token = around.token();
    if (token === undefined) return say(checks, 'There is no signed token above to verify.');
    if (key.value === '')
      return say(checks, 'Paste the key first: what the page shows is decoded, and not verified.');
    const verdict = await verifyToken(token, key.value, wishes(), new Date());
    checks.replaceChildren(...verdict.checks.map(checkItem));
    around.show(verdict);
  };

  for (const type of ['input', 'change'])
    box('verify-form').addEventListener(type, () => {
      describe();
      forget();
      around.keyChanged();
    });
  onSubmit('verify-form', verify);
  onClick('tamper', async () => {
    const token = around.token();
    if (token !== undefined) around.replaceToken(tampered(token));
    await verify();
  });
  describe();

  return {
    reset(tokenAlgorithm) {
      const known = algorithms.find((name) => name === tokenAlgorithm);
      if (known) algorithm.value = known;
      describe();
      forget();
    },
    useKey(text, itsEncoding, itsAlgorithm) {
      key.value = text;
      encoding.value = itsEncoding;
      algorithm.value = itsAlgorithm;
      describe();
      around.keyChanged();
    },
    expectAudience(audience) {
      input('audience').value = audience;
      byId('expectations', HTMLDetailsElement).open = true;
      describe();
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

/** The token as a forger would have it: about somebody else, under the same signature. */
function tampered(token: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const { object } = readPart(payload);
  const forged = object && toBase64Url(utf8(JSON.stringify({ ...object, sub: 'somebody-else' })));
  return [header, forged ?? `${payload}AAAA`, signature].join('.');
}
