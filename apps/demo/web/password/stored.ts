import { CountersignError } from '@countersign/core';
import { type HashDescription, identify, needsRehash, PasswordHasher } from '@countersign/password';
import { box, h, input, onSubmit, textarea } from '../dom.ts';
import { painted } from './hash.ts';

/** Reads every kind of hash, the weak ones too, and does not let a planted one stop the browser for minutes. */
const reader = new PasswordHasher({
  acceptWeak: ['django-digests', 'spring-sha256', 'ldap-ssha', 'bare-digests'],
  limits: { argon2Memory: 256 * 1024, argon2Work: 1024 * 1024, pbkdf2Iterations: 2_000_000, bcryptCost: 14 },
});

/** What a stored hash says about itself, and whether a password is the one. */
export function startReading(): void {
  textarea('stored').addEventListener('input', describe);
  onSubmit('verify-form', verify);
}

function describe(): void {
  const stored = textarea('stored').value.trim();
  tell('');
  box('description').replaceChildren(...(stored === '' ? [] : description(stored)));
}

function description(stored: string): readonly Node[] {
  try {
    const found = identify(stored);
    if (!found) return [h('p', {}, 'It stands for no password: this account cannot log in with one.')];
    return [h('table', {}, h('tbody', {}, ...rows(found, stored)))];
  } catch (error) {
    if (error instanceof CountersignError) return [h('p', { class: 'problem' }, error.message)];
    throw error;
  }
}

function rows({ scheme, parameters, isWeak, pepperId }: HashDescription, stored: string): readonly Node[] {
  const judgement = isWeak
    ? 'Weak: whoever gets it can find the password. Wrap or replace it.'
    : needsRehash(stored)
      ? 'Sound, and not what would be written today: hash anew at the next login.'
      : 'As it would be written today.';
  const facts: readonly (readonly [string, string])[] = [
    ['Scheme', scheme],
    ...Object.entries(parameters).map(([name, value]) => [name, value.toLocaleString('en')] as const),
    ...(pepperId === undefined ? [] : [['Pepper', pepperId] as const]),
    ['Judgement', judgement],
  ];
  return facts.map(([name, value]) => h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, value)));
}

async function verify(): Promise<void> {
  const stored = textarea('stored').value.trim();
  if (stored === '') return tell('Paste a stored hash first.');
  tell('Verifying…');
  await painted();
  try {
    const isRight = await reader.isValid(input('candidate').value, stored);
    tell(isRight ? 'It is the password.' : 'It is another password.', isRight ? 'yes' : 'no');
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    tell(error.message, 'no');
  }
}

function tell(text: string, outcome = ''): void {
  box('verification').textContent = text;
  box('verification').dataset['outcome'] = outcome;
}
