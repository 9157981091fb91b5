import { CountersignError } from '@countersign/core';
import { type HashParameters, hashPassword } from '@countersign/password';
import { box, input, onSubmit, select } from '../dom.ts';

const SCHEMES: readonly (readonly [parameters: HashParameters, name: string, note: string])[] = [
  [{ algorithm: 'argon2id' }, 'Argon2id: 19 MiB, 2 passes', 'The choice for new passwords (RFC 9106).'],
  [
    { algorithm: 'scrypt' },
    'scrypt: N = 2^17, r = 8, p = 1',
    'Takes 128 MiB, where Argon2 is not to be had (RFC 7914).',
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
  onSubmit('hash-form', async () => {
    box('hash').textContent = '';
    try {
      const started = performance.now();
      box('hash-status').textContent = 'Hashing…';
      await painted();
      const encoded = await hashPassword(input('hashed').value, SCHEMES[scheme.selectedIndex]?.[0]);
      box('hash').textContent = encoded;
      box('hash-status').textContent =
        `Hashed in ${Math.round(performance.now() - started)} ms here. Slow on purpose: every guess costs as much.`;
      whenHashed(encoded);
    } catch (error) {
      if (!(error instanceof CountersignError)) throw error;
      box('hash-status').textContent = error.message;
    }
  });
}

/** Resolves once what was said before is on the screen: WebAssembly computes on the same thread. */
export function painted(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}
