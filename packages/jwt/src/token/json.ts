import { DecodeError } from '../errors.ts';

/** A value that JSON can hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** An object of a JSON text. */
export interface JsonObject {
  readonly [member: string]: JsonValue;
}

/** Nesting beyond this serves nobody but an attacker on parsers. */
export const MAX_DEPTH = 64;

/**
 * Reads the JSON object that a header or a claims set must be: UTF-8 without a byte order mark, no member name twice
 * (RFC 7515 section 4, RFC 7519 section 4), nested at most 64 deep.
 *
 * @param text undefined for bytes that are not UTF-8
 * @throws {@link DecodeError}
 */
export function parseJsonObject(text: string | undefined, what: string): JsonObject {
  if (text === undefined) throw new DecodeError(`The ${what} is not UTF-8.`);
  const value = parse(text, what);
  if (!isJsonObject(value)) throw new DecodeError(`The ${what} is not a JSON object.`);
  if (!isPlainText(text, value)) checkMembers(text, what);
  if (hasInfinity(value)) throw new DecodeError(`The ${what} has a number that is too large.`);
  return value;
}

/** `JSON.parse` reads a number such as 1e999 as Infinity, which is not a JSON value. */
function hasInfinity(value: JsonValue): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return false;
  for (const member of Object.values(value)) if (hasInfinity(member)) return true;
  return false;
}

/** Freezes a value with everything in it. */
export function freezeJson<T extends JsonValue>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) freezeJson(member);
    Object.freeze(value);
  }
  return value;
}

function isJsonObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string, what: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    throw new DecodeError(`The ${what} is not valid JSON.`);
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const COLON = 0x3a;

/** An object has two members with one name. */
export class DuplicateMemberError extends DecodeError {}

/**
 * Whether a text is plain enough to skip {@link checkMembers}, decided by fast searches. Without escapes, inner objects
 * and white space after a quote, each member name ends with a quote and a colon. If an object has as many members as
 * there are such pairs, no member occurs twice. A string that begins with a colon only increases the number of pairs.
 */
function isPlainText(text: string, value: JsonObject): boolean {
  return (
    !text.includes('\\') &&
    text.indexOf('{', text.indexOf('{') + 1) === -1 &&
    !hasSpaceAfterQuote(text) &&
    occurrences(text, '":') === Object.keys(value).length &&
    occurrences(text, '[') < MAX_DEPTH &&
    !Object.hasOwn(value, '__proto__')
  );
}

/** JSON strings contain no tabs and line breaks, so these are white space between tokens. */
function hasSpaceAfterQuote(text: string): boolean {
  return (
    (text.includes(' ') && text.includes('" ')) ||
    text.includes('\n') ||
    text.includes('\t') ||
    text.includes('\r')
  );
}

function occurrences(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) count += 1;
  return count;
}

/**
 * Checks valid JSON for faults that `JSON.parse` accepts. A member twice: it keeps the last and other parsers the first,
 * but a token must have one meaning. Escapes that are not characters (RFC 7493 section 2.1). The name `__proto__`, which
 * changes a prototype when it is assigned.
 */
function checkMembers(text: string, what: string): void {
  const levels: (Set<string> | undefined)[] = [];
  let lastString = '';
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const start = at;
        for (at++; text.charCodeAt(at) !== QUOTE; at++) if (text.charCodeAt(at) === BACKSLASH) at++;
        lastString = unescaped(text.slice(start, at + 1), what);
        break;
      }
      case COLON: {
        const members = levels.at(-1);
        if (members?.has(lastString)) throw new DuplicateMemberError(`The ${what} has a member twice.`);
        if (lastString === '__proto__') throw new DecodeError(`The ${what} has a member named __proto__.`);
        members?.add(lastString);
        break;
      }
      case OPEN_OBJECT:
      case OPEN_ARRAY:
        levels.push(text.charCodeAt(at) === OPEN_OBJECT ? new Set() : undefined);
        if (levels.length > MAX_DEPTH)
          throw new DecodeError(`The ${what} is nested more than ${MAX_DEPTH} deep.`);
        break;
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        levels.pop();
        break;
      default:
    }
  }
}

function unescaped(quoted: string, what: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  const text: string = JSON.parse(quoted);
  if (text.isWellFormed()) return text;
  throw new DecodeError(`The ${what} has a text with a lone surrogate.`);
}
