import { CountersignError, toBase64Url, tokenBytes } from '@countersign/core';
import {
  type Algorithm,
  algorithms,
  encode,
  exportKey,
  generateKey,
  importKey,
  type Key,
  type KeySource,
  publicKeyOf,
} from '@countersign/jwt';
import { box, fillOptions, input, onClick, onSubmit, select, textarea } from '../dom.ts';
import type { SecretEncoding } from './key-kind.ts';
import { isObject } from './read.ts';

/** A token that was signed here, and the key that verifies it. */
export interface Signed {
  readonly token: string;
  readonly algorithm: Algorithm;
  readonly verifyingKey: string;
  readonly secretEncoding: SecretEncoding;
}

interface Around {
  /** The claims that the page shows, as JSON. */
  readonly claims: () => string | undefined;
  readonly show: (signed: Signed) => void;
}

const LIFETIME_SECONDS = 3600;

export function signPanel(around: Around): void {
  const edited = textarea('edited');
  fillOptions(select('sign-algorithm'), algorithms, 'ES256');
  edited.defaultValue = JSON.stringify(withLifetime(EXAMPLE_CLAIMS, new Date()), null, 2);

  onClick('take', () => {
    const claims = around.claims();
    if (claims === undefined) return say('There is no token above whose claims can be read.');
    edited.value = claims;
  });
  onClick('refresh', () => {
    const claims = parseClaims(edited.value);
    if (typeof claims === 'string') return say(claims);
    edited.value = JSON.stringify(withLifetime(claims, new Date()), null, 2);
  });
  onSubmit('sign-form', async () => {
    const claims = parseClaims(edited.value);
    if (typeof claims === 'string') return say(claims);
    try {
      const signed = await sign(claims);
      around.show(signed);
      say('Signed. It stands above, and the key that verifies it in the form for verifying.');
    } catch (error) {
      if (!(error instanceof CountersignError)) throw error;
      say(error.message);
    }
  });
}

/** A first token, to have something to look at. */
export function exampleToken(): Promise<Signed> {
  return signWithNewKey(withLifetime(EXAMPLE_CLAIMS, new Date()), 'ES256', 'at+jwt');
}

const EXAMPLE_CLAIMS = {
  iss: 'https://login.example.com',
  sub: 'user-42',
  aud: 'https://api.example.com',
  client_id: 'web',
  scope: 'orders:read profile',
};

function withLifetime(
  claims: Readonly<Record<string, unknown>>,
  now: Date,
): Readonly<Record<string, unknown>> {
  const iat = Math.floor(now.getTime() / 1000);
  return {
    ...claims,
    iat,
    exp: iat + LIFETIME_SECONDS,
    ...(!('jti' in claims) && { jti: toBase64Url(tokenBytes(9)) }),
  };
}

function parseClaims(text: string): Readonly<Record<string, unknown>> | string {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : 'The claims must be a JSON object: names and values in braces.';
  } catch (error) {
    return `The claims are not JSON: ${error instanceof Error ? error.message : 'unreadable'}`;
  }
}

function sign(claims: Readonly<Record<string, unknown>>): Promise<Signed> {
  const algorithm = algorithms.find((name) => name === select('sign-algorithm').value) ?? 'ES256';
  const type = input('sign-type').value;
  const key = textarea('sign-key').value;
  return key === '' ? signWithNewKey(claims, algorithm, type) : signWith(key, claims, algorithm, type);
}

async function signWithNewKey(
  claims: Readonly<Record<string, unknown>>,
  algorithm: Algorithm,
  type: string,
): Promise<Signed> {
  const made = await generateKey(algorithm);
  const key = 'privateKey' in made ? made.privateKey : made;
  const token = await encode(claims, key, { algorithm, type: type === '' ? null : type });
  return { token, algorithm, secretEncoding: 'text', verifyingKey: await verifying(key, algorithm) };
}

async function signWith(
  source: KeySource & string,
  claims: Readonly<Record<string, unknown>>,
  algorithm: Algorithm,
  type: string,
): Promise<Signed> {
  const key = await importKey(source, { algorithm });
  if (key.kind === 'public')
    throw new CountersignError('ERR_KEY_INVALID', 'A public key verifies; signing takes the private one.');
  const token = await encode(claims, key, { algorithm, type: type === '' ? null : type });
  const verifyingKey = key.kind === 'secret' ? source : await verifying(key, algorithm);
  return { token, algorithm, secretEncoding: 'text', verifyingKey };
}

/** What whoever verifies needs: the public half, or the secret itself. */
async function verifying(key: Key<'private'> | Key<'secret'>, algorithm: Algorithm): Promise<string> {
  if (key.kind === 'private')
    return exportKey(publicKeyOf(key), algorithm.startsWith('ML-DSA') ? 'jwk' : 'pem').then((text) =>
      typeof text === 'string' ? text : JSON.stringify(text, null, 2),
    );
  return JSON.stringify(await exportKey(key, 'jwk'), null, 2);
}

function say(text: string): void {
  box('signed').textContent = text;
}
