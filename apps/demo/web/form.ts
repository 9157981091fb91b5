import type { Answer } from './api.ts';

/** The element with an id. Its class must match the HTML of the page. */
export function byId<T extends Element>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (element instanceof type) return element;
  throw new Error(`The page has no ${type.name} with the id ${id}.`);
}

export const box = (id: string): HTMLElement => byId(id, HTMLElement);
export const input = (id: string): HTMLInputElement => byId(id, HTMLInputElement);

/** Shows a text in an element, or hides the element if there is none. */
export function show(id: string, text: string): void {
  const element = box(id);
  element.textContent = text;
  element.hidden = text === '';
}

/** Advice for visitors, by the code of a problem. */
const ADVICE: Readonly<Record<string, string>> = {
  'invalid-credentials': 'The address or the password is wrong, or the address is not confirmed yet.',
  'wrong-password': 'This password is wrong.',
  'link-expired': 'This link was used, has expired, or was replaced by a newer one.',
  'invalid-request': 'Please check this value.',
  'invalid-token': 'Your session has ended. Please sign in again.',
  overloaded: 'The service is busy. Please try again in a moment.',
  unavailable: 'The service is not available. Please try again in a moment.',
  'outcome-unknown':
    'The connection was lost. The change may have been made. Please check before you try again.',
};

/** A message for a problem. */
function messageOf({ problem, retryAfter, violations }: Answer): string {
  if (problem === 'too-many-attempts')
    return `There were too many attempts. Please try again in ${Math.ceil(retryAfter / 60)} minutes.`;
  if (violations.length > 0) return violations.join(' ');
  return ADVICE[problem] ?? 'Something went wrong. Please try again.';
}

/** The message for a field with an unusable value. */
function fieldMessage({ validity, labels }: HTMLInputElement): string {
  const name = (labels?.[0]?.textContent ?? '').trim().toLowerCase();
  if (validity.valueMissing) return `Enter your ${name}.`;
  if (validity.typeMismatch) return 'Enter an address such as ann@example.com.';
  return '';
}

function showAt(field: HTMLInputElement, message: string): void {
  show(`${field.id}-error`, message);
  field.setAttribute('aria-invalid', String(message !== ''));
}

/**
 * Sends a form with a request instead of a navigation. Messages appear next to the fields, and the button is disabled
 * while the request runs.
 *
 * @param place the field next to which a problem appears
 */
export function onSubmit(
  id: string,
  place: string | ((problem: string) => string),
  send: () => Promise<Answer>,
  succeeded: () => unknown,
): void {
  const form = byId(id, HTMLFormElement);
  const button = form.querySelector('button');
  const fields = [...form.querySelectorAll<HTMLInputElement>('input[required]')];
  for (const field of fields) field.addEventListener('input', () => showAt(field, ''));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    for (const field of fields) showAt(field, fieldMessage(field));
    const wrong = fields.find((field) => !field.validity.valid);
    if (wrong) {
      wrong.focus();
      return;
    }
    if (button) button.disabled = true;
    const answer = await send();
    if (button) button.disabled = false;
    if (answer.isOk) {
      await succeeded();
      return;
    }
    const field = input(typeof place === 'string' ? place : place(answer.problem));
    showAt(field, messageOf(answer));
    field.focus();
  });
}

/** Makes an element. Text becomes text nodes, so markup in it has no effect. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | undefined>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) element.setAttribute(name, value);
  element.append(...children);
  return element;
}
