import { CountersignError } from '@countersign/core';
import { algorithms } from '@countersign/jwt';
import { box, fillOptions, input, onClick, onSubmit, select, textarea } from '../dom.ts';
import { secretEncoding } from '../secret-encoding.ts';
import type { ShownToken } from './analysis.ts';
import { keyKind } from './key-kind.ts';
import { isObject } from './read.ts';
import {
  EXAMPLE_CLAIMS,
  type JsonObject,
  type Signed,
  type SigningWishes,
  signToken,
  withLifetime,
} from './signing.ts';

interface Around {
  /** The token that the page shows. */
  readonly token: () => ShownToken | undefined;
  readonly show: (signed: Signed) => void;
}

/** The form that signs. */
export function signPanel(around: Around): void {
  const edited = textarea('edited');
  fillOptions(select('sign-algorithm'), algorithms, 'ES256');
  edited.defaultValue = JSON.stringify(withLifetime(EXAMPLE_CLAIMS, new Date()), null, 2);

  textarea('sign-key').addEventListener('input', showEncodings);
  box('sign-form').addEventListener('reset', () => setTimeout(showEncodings));
  onClick('take', () => {
    const token = around.token();
    if (!token?.payload?.object) return say('Paste a token with readable claims first.');
    edited.value = token.payload.shown;
    takeHeader(token.header.object ?? {});
  });
  onClick('refresh', () => {
    const claims = parseObject(edited.value, 'claims');
    if (typeof claims === 'string') return say(claims);
    edited.value = JSON.stringify(withLifetime(claims, new Date()), null, 2);
  });
  onSubmit('sign-form', async () => {
    const claims = parseObject(edited.value, 'claims');
    if (typeof claims === 'string') return say(claims);
    const header = parseObject(textarea('sign-header').value.trim() || '{}', 'header parameters');
    if (typeof header === 'string') return say(header);
    try {
      around.show(await signToken(claims, wishes(header)));
      say('Signed. The token and its key are in the forms above.');
    } catch (error) {
      if (!(error instanceof CountersignError)) throw error;
      say(error.message);
    }
  });
}

function wishes(header: JsonObject): SigningWishes {
  return {
    algorithm: algorithms.find((name) => name === select('sign-algorithm').value) ?? 'ES256',
    type: input('sign-type').value,
    keyId: input('sign-kid').value,
    header,
    allowWeakKey: input('sign-weak').checked,
    key: textarea('sign-key').value,
    secretEncoding: secretEncoding(select('sign-encoding').value),
  };
}

function showEncodings(): void {
  box('sign-encoding-label').hidden = keyKind(textarea('sign-key').value) !== 'secret';
}

/** Copies the header of a token into the form. */
function takeHeader({ alg, typ, kid, ...others }: JsonObject): void {
  const known = algorithms.find((name) => name === alg);
  if (known) select('sign-algorithm').value = known;
  input('sign-type').value = typeof typ === 'string' ? typ : '';
  input('sign-kid').value = typeof kid === 'string' ? kid : '';
  textarea('sign-header').value = Object.keys(others).length === 0 ? '' : JSON.stringify(others, null, 2);
  say('Copied. Sign it with your key, or with a new one.');
}

function parseObject(text: string, what: string): JsonObject | string {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : `The ${what} must be a JSON object: names and values in braces.`;
  } catch (error) {
    return `The ${what} are not JSON: ${error instanceof Error ? error.message : 'unreadable'}`;
  }
}

function say(text: string): void {
  box('signed').textContent = text;
}
