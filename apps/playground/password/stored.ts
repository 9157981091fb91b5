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
  input('candidate').addEventListener('input', () => showOutcome(''));
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
  showOutcome('');
  box('description').replaceChildren(...(stored === '' ? [] : description(stored)));
}

function description(stored: string): readonly Node[] {
  try {
    const found = identify(stored);
    if (!found) return [h('p', {}, 'This account has no password and cannot log in with one.')];
    return [h('table', {}, h('tbody', {}, ...rows(found, stored)))];
  } catch (error) {
    if (error instanceof CountersignError) return [h('p', { class: 'problem' }, error.message)];
    throw error;
  }
}

function rows({ scheme, parameters, isWeak, pepperId }: HashDescription, stored: string): readonly Node[] {
  const judgement = isWeak
    ? 'Weak: an attacker who has it can find the password. Wrap or replace it.'
    : needsRehash(stored)
      ? 'Safe, but weaker than the current default. Rehash at the next login.'
      : 'Matches the current default.';
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
  if (stored === '') return showOutcome('Paste a stored hash first.');
  showOutcome('Verifying…');
  const turn = latest;
  try {
    const isRight = await verifyInBackground(input('candidate').value, stored);
    if (turn !== latest) return;
    showOutcome(isRight ? 'The password matches.' : 'The password does not match.', isRight ? 'yes' : 'no');
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    if (turn === latest) showOutcome(error.message, 'no');
  }
}

/** Counts the outcomes, so that an answer for an earlier input is dropped. */
let latest = 0;

function showOutcome(text: string, outcome = ''): void {
  latest += 1;
  box('verification').textContent = text;
  box('verification').dataset['outcome'] = outcome;
}
