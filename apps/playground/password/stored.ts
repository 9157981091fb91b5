import { CountersignError } from '@countersign/core';
import { type HashDescription, identify, needsRehash } from '@countersign/password';
import { box, h, input, onSubmit, textarea } from '../dom.ts';
import { fill } from '../page.ts';
import { verifyInBackground } from './background.ts';
import { EXAMPLES } from './examples.ts';
import { parameterRow } from './parameters.ts';

/** Describes a stored hash, and verifies a password against it. */
export function startReading(): void {
  textarea('stored').addEventListener('input', describe);
  onSubmit('verify-form', verify);
  box('examples').append(...EXAMPLES.map(exampleButton));
}

function exampleButton([name, stored]: (typeof EXAMPLES)[number]): Node {
  const button = h('button', { type: 'button', class: 'quiet' }, name);
  button.addEventListener('click', () => {
    fill('stored', stored);
    fill('candidate', 'swordfish');
  });
  return button;
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
    ? 'Weak: a thief of this hash can find the password. Wrap or replace it.'
    : needsRehash(stored)
      ? 'Secure, but older than the current default. Hash the password again at the next login.'
      : 'Secure, with the current default.';
  const facts: readonly (readonly [string, string])[] = [
    ['Scheme', scheme],
    ...Object.entries(parameters).map(([name, value]) => parameterRow(name, value)),
    ...(pepperId === undefined ? [] : [['Pepper', pepperId] as const]),
    ['Judgement', judgement],
  ];
  return facts.map(([name, value]) => h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, value)));
}

async function verify(): Promise<void> {
  const stored = textarea('stored').value.trim();
  if (stored === '') return tell('Paste a stored hash first.');
  tell('Verifying…');
  try {
    const isRight = await verifyInBackground(input('candidate').value, stored);
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
