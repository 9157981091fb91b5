const DOTS = '••••••••';

/** What is shown as dots, always: the visitor typed it, or it stands in a mail, and it is in a screenshot soon. */
const HIDDEN: ReadonlySet<string> = new Set(['password', 'current_password', 'new_password', 'token']);

/** Ids have 36 characters, and are shown. */
const MAX_TOKEN = 40;
const MAX_PROSE = 160;
const MAX_ITEMS = 2;

/** A body with its secrets as dots; short, it also has long texts cut in their middle, and long lists at their end. */
export function shownBody(value: unknown, isShort: boolean): string {
  return typeof value === 'string'
    ? isShort
      ? shortText(value)
      : value
    : JSON.stringify(prepared('', value, isShort), null, 2);
}

/** A text with its middle left out, and how long it is: sooner when it is a token than when it is prose. */
export function shortText(text: string): string {
  if (text.length <= (/\s.*\s/.test(text) ? MAX_PROSE : MAX_TOKEN)) return text;
  return `${text.slice(0, 20)}…${text.slice(-6)} (${text.length.toLocaleString('en')} characters)`;
}

function prepared(name: string, value: unknown, isShort: boolean): unknown {
  if (HIDDEN.has(name)) return DOTS;
  if (typeof value === 'string') return isShort ? shortText(value) : value;
  if (Array.isArray(value)) {
    const items = value.map((item) => prepared('', item, isShort));
    if (!isShort || items.length <= MAX_ITEMS) return items;
    return [...items.slice(0, MAX_ITEMS), `… and ${items.length - MAX_ITEMS} more`];
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, prepared(key, member, isShort)]),
  );
}
