import { CountersignError } from '@countersign/core';
import type { HashOptions } from '@countersign/password';
import { box, byId, input, onSubmit, select } from '../dom.ts';
import { hashInBackground } from './background.ts';

const SCHEMES: readonly (readonly [parameters: HashOptions, name: string, note: string])[] = [
  [{ algorithm: 'argon2id' }, 'Argon2id: 19 MiB, 2 passes', 'The choice for new passwords (RFC 9106).'],
  [
    { algorithm: 'scrypt' },
    'scrypt: N = 2^17, r = 8, p = 1',
    'Takes 128 MiB, where Argon2 is not available (RFC 7914).',
  ],
  [
    { algorithm: 'bcrypt-sha256' },
    'bcrypt over HMAC-SHA-256, cost 12',
    'bcrypt without its limit of 72 bytes, as passlib writes it.',
  ],
  [
    { algorithm: 'bcrypt' },
    'bcrypt, cost 12',
    'For tables that other software must go on reading; it takes at most 72 bytes.',
  ],
  [
    { algorithm: 'pbkdf2-sha256' },
    'PBKDF2-HMAC-SHA-256, 600,000 iterations',
    'Where only FIPS 140 functions are allowed; guessed faster than the others.',
  ],
];

/** The form that hashes. */
export function startHashing(whenHashed: (encoded: string) => void): void {
  const scheme = select('scheme');
  scheme.replaceChildren(...SCHEMES.map(([, name]) => new Option(name)));
  const describe = (): void => {
    box('scheme-note').textContent = SCHEMES[scheme.selectedIndex]?.[2] ?? '';
  };
  scheme.addEventListener('change', describe);
  describe();
  let latest = 0;
  box('hash-form').addEventListener('input', () => {
    latest += 1;
    box('hash').textContent = '';
    box('hash-result').hidden = true;
    box('hash-status').textContent = '';
  });
  onSubmit('hash-form', async () => {
    const parameters = SCHEMES[scheme.selectedIndex]?.[0];
    if (!parameters) return;
    box('hash-result').hidden = true;
    byId('hash-button', HTMLButtonElement).disabled = true;
    box('hash-status').textContent = 'Hashing…';
    try {
      const started = performance.now();
      const turn = latest;
      const encoded = await hashInBackground(input('hashed').value, parameters);
      if (turn !== latest) return;
      box('hash').textContent = encoded;
      box('hash-result').hidden = false;
      box('hash-status').textContent =
        `Hashed in ${Math.round(performance.now() - started)} ms here. Slow on purpose: every guess costs as much.`;
      whenHashed(encoded);
    } catch (error) {
      if (!(error instanceof CountersignError)) throw error;
      box('hash-status').textContent = error.message;
    } finally {
      byId('hash-button', HTMLButtonElement).disabled = false;
    }
  });
}
