import { DecodeError, parseClaims } from '@countersign/jwt';
import type { Kind } from '../../args/option.ts';
import { UsageError } from '../../errors.ts';

/** A claim or header parameter in an argument. */
export interface Assignment {
  readonly name: string;
  /** `name=text` is text, and `name:=json` is JSON. */
  readonly isJson: boolean;
  readonly value: string;
}

const ASSIGNMENT = /^([^=:]+?)(:?=)(.*)$/s;

export const assignment: Kind<Assignment> = {
  name: 'assignment',
  allowed: 'name=text or name:=json, for example role=editor or id:=7',
  read: (given) => {
    const [, name, operator, value = ''] = ASSIGNMENT.exec(given) ?? [];
    return name === undefined ? undefined : { name, isJson: operator === ':=', value };
  },
};

/** The members that arguments assign. `what` is "claim" or "header parameter". @throws UsageError */
export function readAssignments(items: readonly Assignment[], what: string): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const { name, isJson, value } of items) {
    if (Object.hasOwn(members, name)) throw new UsageError(`The ${what} ${name} was given twice.`);
    Object.defineProperty(members, name, {
      value: isJson ? parseJson(value, name) : value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return members;
}

/** A JSON value, read as strictly as a token. */
function parseJson(text: string, name: string): unknown {
  try {
    JSON.parse(text);
  } catch {
    throw new UsageError(`The value of ${name}:= is not JSON. Write text as ${name}=text.`);
  }
  return parseClaimsText(`{"value":${text}}`, `The value of ${name}:=`)['value'];
}

/** A claims set from JSON text. `source` names it in errors. @throws UsageError */
export function parseClaimsText(text: string, source: string): Readonly<Record<string, unknown>> {
  try {
    const claims = parseClaims(text);
    checkIntegers(text, source);
    return claims;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new UsageError(`${source}: ${error.message}`);
  }
}

/** JavaScript changes integers beyond 2^53, so they cannot be signed. @throws UsageError */
function checkIntegers(text: string, source: string): void {
  JSON.parse(text, (name, value: unknown, context: { readonly source?: string }) => {
    if (isInexact(value, context.source))
      throw new UsageError(
        `${source}: ${name === 'value' ? '' : `${name} is `}${context.source}, which exceeds 2^53. JSON readers would change it. Write it as text.`,
      );
    return value;
  });
}

function isInexact(value: unknown, source: string | undefined): source is string {
  return typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source ?? '');
}

/** The header and claims of a token as JSON with all digits of their integers. */
export function exactParts(token: string): { readonly header: unknown; readonly claims: unknown } {
  const [header = '', claims = ''] = token.split('.');
  return { header: exactJson(header), claims: exactJson(claims) };
}

function exactJson(part: string): unknown {
  const text = Buffer.from(part, 'base64url').toString();
  return JSON.parse(text, (_, value: unknown, context: { readonly source?: string }) =>
    isInexact(value, context.source) ? rawJson(context.source) : value,
  );
}

// TypeScript's library does not declare JSON.rawJSON yet.
declare global {
  interface JSON {
    rawJSON(text: string): object;
    parse(
      text: string,
      reviver: (name: string, value: unknown, context: { readonly source?: string }) => unknown,
    ): unknown;
  }
}

function rawJson(digits: string): object {
  return JSON.rawJSON(digits);
}
