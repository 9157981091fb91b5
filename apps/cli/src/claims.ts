import { DecodeError, parseClaims } from '@countersign/jwt';
import { type Kind, UsageError } from './args/command.ts';

const CLAIM = /^([^=:]+?)(:?=)(.*)$/s;

/** A claim as an argument. */
export const claimAssignment: Kind = {
  name: 'claimAssignment',
  allowed: 'name=text or name:=json, for example role=editor or id:=7',
  accepts: (given) => CLAIM.test(given),
  isTold: true,
};

/** Claims from `name=value` (text) and `name:=value` (JSON) arguments, which {@link claimAssignment} has accepted. @throws UsageError */
export function parseClaimArguments(items: readonly string[]): Record<string, unknown> {
  const claims: Record<string, unknown> = {};
  for (const item of items) {
    const [, name, operator, value = ''] = CLAIM.exec(item) ?? [];
    if (name === undefined) continue;
    if (Object.hasOwn(claims, name)) throw new UsageError(`The claim ${name} was given twice.`);
    Object.defineProperty(claims, name, {
      value: operator === '=' ? value : parseJson(value, name),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return claims;
}

/** A JSON value, read as strictly as a token's: the value alone, and then as the member of an object. */
function parseJson(text: string, name: string): unknown {
  try {
    JSON.parse(text);
  } catch {
    throw new UsageError(`The value of ${name}:= is not JSON. Text is written ${name}=text.`);
  }
  return parseClaimsText(`{"value":${text}}`, `The value of ${name}:=`)['value'];
}

/** A claims set from JSON text, which errors call by what it is. @throws UsageError */
export function parseClaimsText(text: string, what: string): Readonly<Record<string, unknown>> {
  try {
    return parseClaims(text);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new UsageError(error.message.replace('The claims set', what));
  }
}

/** A token from an argument or standard input: alone, or as a line of an Authorization header. */
export function findToken(text: string): string {
  return text.trim().replace(/^(?:authorization:\s*)?(?:bearer\s+)?/i, '');
}

const DATES = new Set(['exp', 'nbf', 'iat', 'auth_time']);

/** The time claims in words, for people who read along. */
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
