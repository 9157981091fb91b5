export type Child = Node | string;

/**
 * Makes an element. Text becomes text nodes and never markup, so that text from a token or a server is only shown.
 * An attribute that is `true` is set without a value; one that is `false` or undefined is left out.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | boolean | undefined>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children);
  return element;
}

/** The element with an id, of the class that the page's HTML promises. */
export function byId<T extends Element>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (element instanceof type) return element;
  throw new Error(`The page has no ${type.name} with the id ${id}.`);
}

export const input = (id: string): HTMLInputElement => byId(id, HTMLInputElement);
export const textarea = (id: string): HTMLTextAreaElement => byId(id, HTMLTextAreaElement);
export const select = (id: string): HTMLSelectElement => byId(id, HTMLSelectElement);
export const box = (id: string): HTMLElement => byId(id, HTMLElement);

export function onClick(id: string, work: () => unknown): void {
  byId(id, HTMLButtonElement).addEventListener('click', () => void work());
}

/** Runs `work` instead of sending the form anywhere. */
export function onSubmit(id: string, work: (form: HTMLFormElement) => unknown): void {
  const form = byId(id, HTMLFormElement);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void work(form);
  });
}

export function fillOptions(list: HTMLSelectElement, values: Iterable<string>, chosen?: string): void {
  list.replaceChildren(...Array.from(values, (value) => new Option(value, value, false, value === chosen)));
}
