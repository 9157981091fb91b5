const DATES = new Set(['exp', 'nbf', 'iat', 'auth_time']);

/** The time claims in words, for people. */
export function describeTimes(claims: Readonly<Record<string, unknown>>, now: Date): readonly string[] {
  return Object.entries(claims).flatMap(([name, value]) => {
    if (!DATES.has(name) || typeof value !== 'number') return [];
    const date = new Date(value * 1000);
    if (!Number.isFinite(date.getTime())) return [];
    return [`${name}: ${date.toISOString()} (${relative((value * 1000 - now.getTime()) / 1000)})`];
  });
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

function relative(seconds: number): string {
  const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return new Intl.RelativeTimeFormat('en', { numeric: 'always' }).format(Math.round(seconds / length), unit);
}
