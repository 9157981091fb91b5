import { byId, input, textarea } from './dom.ts';

const THEMES = ['system', 'light', 'dark'];

/** The theme travels in the address of links to the other pages, because nothing is kept in storage. */
function startTheme(): void {
  const button = byId('theme', HTMLButtonElement);
  const show = (theme: string): void => {
    document.documentElement.dataset['theme'] = theme;
    button.textContent = `Theme: ${theme}`;
    for (const link of document.querySelectorAll<HTMLAnchorElement>('.bar a')) {
      link.search = theme === 'system' ? '' : `theme=${theme}`;
    }
  };
  const asked = new URLSearchParams(location.search).get('theme') ?? '';
  let theme = THEMES.includes(asked) ? asked : 'system';
  show(theme);
  button.addEventListener('click', () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
    show(theme);
  });
}

/** Has a button copy a text, and say so. */
export function copyOnClick(button: HTMLButtonElement, text: () => string): void {
  const label = button.textContent;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text());
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'The browser refused';
    }
    setTimeout(() => {
      button.textContent = label;
    }, 1500);
  });
}

/** A button with `data-copies` copies what that element holds. */
function startCopying(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copies]'))
    copyOnClick(button, () => {
      const source = document.getElementById(button.dataset['copies'] ?? '');
      return source instanceof HTMLTextAreaElement ? source.value : (source?.textContent ?? '');
    });
}

/** Clears the forms when the page is left, so that neither the back button nor a restored session shows them. */
function forgetOnLeaving(): void {
  const forget = (): void => {
    for (const form of document.querySelectorAll('form')) form.reset();
  };
  forget();
  addEventListener('pagehide', forget);
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload();
  });
}

/** Starts the parts that all pages share. */
export function startPage(): void {
  startTheme();
  startCopying();
  forgetOnLeaving();
}

/** Puts text into a field as if it had been typed. */
export function fill(id: string, text: string): void {
  const element = document.getElementById(id);
  const field = element instanceof HTMLTextAreaElement ? textarea(id) : input(id);
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
