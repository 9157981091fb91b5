import type { Attempts } from '../store/attempts.ts';

/** How many attempts are free, and how the wait grows after them. Times are seconds. */
export interface Rule {
  readonly free: number;
  /** The first wait; each further attempt doubles it. */
  readonly firstWait: number;
  readonly longestWait: number;
  /** Without an attempt for so long, all are forgotten. */
  readonly forgetAfter: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * The limits of the service. A pair is an account and an address together: who guesses slows down nobody but themselves.
 * That of an account alone is for guesses from many addresses; whoever logged in from an address before is spared it there, so that nobody
 * can lock somebody else out.
 */
export const RULES = {
  pair: { free: 5, firstWait: 1, longestWait: 15 * MINUTE, forgetAfter: HOUR },
  account: { free: 30, firstWait: 1, longestWait: 5 * MINUTE, forgetAfter: HOUR },
  address: { free: 100, firstWait: 1, longestWait: 5 * MINUTE, forgetAfter: 15 * MINUTE },
  registration: { free: 20, firstWait: MINUTE, longestWait: HOUR, forgetAfter: HOUR },
  mail: { free: 3, firstWait: MINUTE, longestWait: HOUR, forgetAfter: HOUR },
  link: { free: 20, firstWait: 1, longestWait: 5 * MINUTE, forgetAfter: HOUR },
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleName = keyof typeof RULES;

/** After so many seconds without an attempt no rule remembers anything. */
export const LONGEST_MEMORY_SECONDS = Math.max(...Object.values(RULES).map(({ forgetAfter }) => forgetAfter));

/** Where the clock was set back, whatever was remembered of later is taken for now. */
function settled(stored: Attempts, now: number, rule: Rule): Attempts {
  const lastAt = Math.min(stored.lastAt, now);
  if (now - lastAt >= rule.forgetAfter * 1000) return { count: 0, lastAt, blockedUntil: 0 };
  const blockedUntil = Math.min(stored.blockedUntil, now + rule.longestWait * 1000);
  return { count: stored.count, lastAt, blockedUntil };
}

/** Seconds for which another attempt is refused; 0 when it is not. */
export function waitFor(stored: Attempts, now: number, rule: Rule): number {
  return Math.max(0, Math.ceil((settled(stored, now, rule).blockedUntil - now) / 1000));
}

/** What is remembered after one more attempt. */
export function afterAttempt(stored: Attempts, now: number, rule: Rule): Attempts {
  const count = settled(stored, now, rule).count + 1;
  const beyond = count - rule.free;
  const wait = beyond < 0 ? 0 : Math.min(rule.firstWait * 2 ** Math.min(beyond, 30), rule.longestWait);
  // Nothing where there is no wait: a clock that is set back would make one of it.
  return { count, lastAt: now, blockedUntil: wait === 0 ? 0 : now + wait * 1000 };
}
