/** A duration from now in seconds, or a point in time. */
export type Time = { readonly offset: number } | { readonly at: Date };

const SECONDS_PER_UNIT: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
};

const DURATION = /^([+-]?)((?:\d{1,9}(?:\.\d{1,6})?(?:ms|[smhdw]))+)$/;
const PART = /(\d+(?:\.\d+)?)(ms|[smhdw])/g;
const ISO = /^(\d{4}-\d{2}-(\d{2}))(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;

/** A bare number above ten years is a Unix time, because nobody writes such a duration in seconds. */
const MAX_BARE_DURATION_SECONDS = 315_360_000;
/** Unix times in milliseconds are this large. The command takes seconds. */
const MIN_MILLISECONDS = 1e11;

/**
 * Reads `15m`, `1h30m`, `-5m`, an ISO 8601 date, `@1767225600` as `date` does, or a number. A bare number is a duration in seconds up to ten years, and
 * a Unix time above; `as` decides otherwise. Undefined for other text, impossible dates and milliseconds.
 */
export function timeOf(given: string, as?: 'duration' | 'point'): Time | undefined {
  if (/^[+-]?\d{1,12}$/.test(given)) return bareNumber(Number(given), as);
  if (/^@-?\d{1,12}$/.test(given)) return bareNumber(Number(given.slice(1)), 'point');
  const [, sign, parts] = DURATION.exec(given) ?? [];
  if (parts !== undefined) return { offset: (sign === '-' ? -1 : 1) * secondsOf(parts) };
  const [, date, day] = ISO.exec(given) ?? [];
  // JavaScript reads 31 February as 3 March.
  if (date === undefined || new Date(date).getUTCDate() !== Number(day)) return undefined;
  const at = new Date(given);
  return Number.isFinite(at.getTime()) ? { at } : undefined;
}

function bareNumber(number: number, as: 'duration' | 'point' | undefined): Time | undefined {
  if (Math.abs(number) >= MIN_MILLISECONDS) return undefined;
  const isPoint = as === undefined ? number > MAX_BARE_DURATION_SECONDS : as === 'point';
  return isPoint ? { at: new Date(number * 1000) } : { offset: number };
}

function secondsOf(parts: string): number {
  return [...parts.matchAll(PART)].reduce(
    (sum, [, amount, unit = '']) => sum + Number(amount) * (SECONDS_PER_UNIT[unit] ?? 0),
    0,
  );
}

/** The time in Unix seconds. */
export function unixSeconds(time: Time, now: Date): number {
  return Math.floor('at' in time ? time.at.getTime() / 1000 : now.getTime() / 1000 + time.offset);
}
