const UNITS: readonly (readonly [name: string, seconds: number])[] = [
  ['year', 31_557_600],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

/** A length of time in its largest unit and the next: `4 minutes 12 seconds`. */
export function durationWords(seconds: number): string {
  const whole = Math.floor(Math.abs(seconds));
  const first = UNITS.findIndex(([, size]) => whole >= size);
  if (first === -1) return '0 seconds';
  let rest = whole;
  const words: string[] = [];
  for (const [name, size] of UNITS.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) words.push(`${count.toLocaleString('en')} ${name}${count === 1 ? '' : 's'}`);
  }
  return words.join(' ');
}

interface Phrases {
  readonly past: (length: string) => string;
  readonly future: (length: string) => string;
}

const event = (verb: string): Phrases => ({
  past: (length) => `${verb} ${length} ago`,
  future: (length) => `${verb} ${length} in the future`,
});

/** The claims that are dates (RFC 7519 section 4.1, OpenID Connect Core sections 2 and 5.1). */
const PHRASES: ReadonlyMap<string, Phrases> = new Map([
  ['exp', { past: (length) => `expired ${length} ago`, future: (length) => `expires in ${length}` }],
  [
    'nbf',
    { past: (length) => `valid since ${length}`, future: (length) => `not valid for another ${length}` },
  ],
  ['iat', event('issued')],
  ['auth_time', event('logged in')],
  ['updated_at', event('updated')],
]);

export const isTimeClaim = (name: string): boolean => PHRASES.has(name);

/** From here on, a date in seconds lies beyond the year 2286; it was meant in milliseconds. */
const MILLISECONDS_FROM = 10_000_000_000;

/** A date claim in words that fit its meaning. */
export interface TimeWords {
  /** `expired 3 minutes ago` */
  readonly relative: string;
  /** Undefined when no calendar has such a day. */
  readonly date: Date | undefined;
  readonly isFuture: boolean;
}

export function timeWords(claim: string, value: number, now: Date): TimeWords {
  const isMilliseconds = Math.abs(value) >= MILLISECONDS_FROM;
  const date = new Date(isMilliseconds ? value : value * 1000);
  const seconds = (date.getTime() - now.getTime()) / 1000;
  const phrases = PHRASES.get(claim);
  if (Number.isNaN(seconds) || !phrases)
    return { relative: 'no day that a calendar has', date: undefined, isFuture: false };
  const isFuture = seconds > 0;
  const words = phrases[isFuture ? 'future' : 'past'](durationWords(seconds));
  return { relative: isMilliseconds ? `${words}, if these are milliseconds` : words, date, isFuture };
}
