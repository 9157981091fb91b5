import {
  boolean,
  type Clock,
  clock,
  type Duration,
  durationSeconds,
  InvalidArgumentError,
  narrowing,
  optional,
  readClock,
  readDate,
  readElements,
  readMembers,
  string,
  type TableOf,
  textToBase64Url,
  withDefault,
} from '@countersign/core/internal';
import { oneOrMore } from './claims/rules.ts';
import { InvalidClaimError } from './errors.ts';
import { type Algorithm, type AlgorithmInfo, checkAlgorithm } from './keys/algorithms.ts';
import type { KeyStrength } from './keys/fit.ts';
import { MAX_KEY_ID_LENGTH } from './token/header.ts';
import { writeJson } from './token/json-safe.ts';

/** How a JWS is signed. */
export interface JwsOptions extends KeyStrength {
  /** The algorithm, which the key must fit. */
  readonly algorithm: Algorithm;
  /** The key's id for the header (`kid`). Default: the key's own. */
  readonly keyId?: string | undefined;
  /** The media type for the header (`typ`); `null` for none. */
  readonly type?: string | null | undefined;
  /** Further header parameters. */
  readonly header?: Readonly<Record<string, unknown>> | undefined;
}

/** How a token is signed, and which registered claims are added. */
export interface SignOptions extends JwsOptions {
  /** `exp`: from now on. */
  readonly expiresIn?: Duration;
  /** `nbf`: from now on, or a moment. */
  readonly notBefore?: Duration | Date | undefined;
  /** `iat`: `true` for now, or a moment. Default: none. */
  readonly issuedAt?: boolean | Date | undefined;
  readonly issuer?: string | undefined;
  readonly audience?: string | readonly string[] | undefined;
  readonly subject?: string | undefined;
  /** `jti`. */
  readonly tokenId?: string | undefined;
  /** Default: the system's clock. */
  readonly now?: Clock | undefined;
}

/** The options of {@link JwsOptions} as they are read. */
export interface ReadJwsOptions {
  readonly algorithm: AlgorithmInfo;
  readonly keyId: string | undefined;
  readonly type: string | null | undefined;
  /** The members of the header as JSON, without braces. */
  readonly header: string | undefined;
  readonly allowWeakKey: boolean;
}

/** The options of {@link SignOptions} as they are read. */
export interface ReadSignOptions extends ReadJwsOptions {
  readonly expiresIn: number | undefined;
  readonly notBefore: number | Date | undefined;
  readonly issuedAt: boolean | Date | undefined;
  readonly issuer: string | undefined;
  readonly audience: string | readonly string[] | undefined;
  readonly subject: string | undefined;
  readonly tokenId: string | undefined;
  readonly now: Clock | undefined;
}

/** The reader of each option of {@link JwsOptions}. */
export const JWS_OPTIONS: TableOf<ReadJwsOptions> = {
  algorithm: (value, argument) => checkAlgorithm(value, argument),
  keyId: optional(keyId),
  type: optional(mediaType),
  header: optional(headerText),
  allowWeakKey: withDefault(boolean, false),
};

/** The reader of each option of {@link SignOptions}. */
export const SIGN_OPTIONS: TableOf<ReadSignOptions> = {
  ...JWS_OPTIONS,
  expiresIn: narrowing(durationSeconds),
  notBefore: optional(durationOrDate),
  issuedAt: optional(booleanOrDate),
  issuer: optional(string),
  audience: optional((value, argument) => (typeof value === 'string' ? value : oneOrMore(value, argument))),
  subject: optional(string),
  tokenId: optional(string),
  now: optional(clock),
};

/** Header parameters that have their own option or that this package sets, and `zip`, which a JWS cannot have. */
const OWN_PARAMETERS = ['alg', 'typ', 'kid', 'crit', 'b64', 'zip', '__proto__'];

/** Options of a signer, checked once. */
export interface CompiledSigning {
  readonly info: AlgorithmInfo;
  readonly strength: KeyStrength;
  /** The encoded header for a key of this id. */
  header(keyId: string | undefined, extra?: { readonly b64: false }): string;
}

/** A longer key id would be rejected by this package's verifiers. */
function keyId(value: unknown, argument: string): string {
  const id = string(value, argument);
  if (id.length <= MAX_KEY_ID_LENGTH) return id;
  throw new InvalidArgumentError(argument, `${argument} must have at most ${MAX_KEY_ID_LENGTH} characters.`);
}

function mediaType(value: unknown, argument: string): string | null {
  if (value === null || (typeof value === 'string' && value !== '')) return value;
  throw new InvalidArgumentError(
    argument,
    `${argument} must be a media type such as "at+jwt", or null for none.`,
  );
}

/** Reads further header parameters, as the JSON text of their members. */
function headerText(value: unknown, argument: string): string {
  const members = readMembers(value, argument);
  const taken = Object.keys(members).find((name) => OWN_PARAMETERS.includes(name));
  if (taken !== undefined) {
    throw new InvalidArgumentError(
      argument,
      `${argument} must not contain ${taken}, which has its own option or is set by this package.`,
    );
  }
  return writeJson(members, argument).slice(1, -1);
}

function durationOrDate(value: unknown, argument: string): number | Date {
  return typeof value === 'number' || typeof value === 'string'
    ? durationSeconds(value, argument)
    : readDate(value, argument);
}

function booleanOrDate(value: unknown, argument: string): boolean | Date {
  return typeof value === 'boolean' ? value : readDate(value, argument);
}

/** Compiles options that {@link JWS_OPTIONS} has read. The header is encoded once for each key id. */
export function compileSigning(options: ReadJwsOptions, defaultType: string | null): CompiledSigning {
  const { algorithm: info, type = defaultType, header: more = '', allowWeakKey } = options;
  const encoded = new Map<string, string>();
  return {
    info,
    strength: { allowWeakKey },
    header(ownKeyId, extra) {
      const kid = options.keyId ?? (ownKeyId === undefined ? undefined : keyId(ownKeyId, 'keyId'));
      const cacheKey = `${extra ? 'b64' : ''}:${kid ?? ''}`;
      const known = encoded.get(cacheKey);
      if (known !== undefined) return known;
      const own = {
        ...(type !== null && { typ: type }),
        alg: info.name,
        ...(kid !== undefined && { kid }),
      };
      const parts = [writeJson(own, 'header').slice(1, -1), more, extra ? '"b64":false,"crit":["b64"]' : ''];
      const text = textToBase64Url(`{${parts.filter((part) => part !== '').join(',')}}`);
      if (encoded.size < 16) encoded.set(cacheKey, text);
      return text;
    },
  };
}

/** A claim that the options add: a value, or a moment some seconds from now. */
interface AddedClaim {
  readonly claim: string;
  readonly value?: unknown;
  readonly fromNow?: number;
}

/** The claims that the options of a signer stand for, checked once. */
export interface CompiledClaims {
  readonly added: readonly AddedClaim[];
  readonly now: Clock | undefined;
}

/** Compiles the options that add claims. */
export function compileClaims(options: ReadSignOptions): CompiledClaims {
  const { expiresIn, notBefore, issuedAt, now } = options;
  const added: AddedClaim[] = [];
  const add = (claim: string, value: unknown): void => {
    if (value !== undefined) added.push({ claim, value });
  };
  add('iss', options.issuer);
  add('sub', options.subject);
  add('aud', options.audience);
  if (expiresIn !== undefined) added.push({ claim: 'exp', fromNow: expiresIn });
  if (typeof notBefore === 'number') added.push({ claim: 'nbf', fromNow: notBefore });
  else if (notBefore !== undefined) add('nbf', seconds(notBefore));
  if (issuedAt === true) added.push({ claim: 'iat', fromNow: 0 });
  else if (issuedAt instanceof Date) add('iat', seconds(issuedAt));
  add('jti', options.tokenId);
  if (added.some(({ fromNow }) => fromNow !== undefined)) readClock(now);
  return { added, now };
}

/**
 * The payload of a token: its claims and those that the options add, as encoded JSON.
 *
 * @throws {@link InvalidClaimError} for claims that JSON cannot hold or that no verifier could accept
 */
export function encodeClaims(claims: object, { added, now: source }: CompiledClaims): string {
  const complete: Record<string, unknown> = { ...readMembers(claims, 'claims') };
  for (const claim of DATES) {
    const value = Object.hasOwn(complete, claim) ? complete[claim] : undefined;
    if (typeof value === 'object' && value !== null) complete[claim] = seconds(claimDate(value, claim));
  }
  if (Object.hasOwn(complete, 'aud') && typeof complete['aud'] === 'object' && complete['aud'] !== null) {
    complete['aud'] = audienceList(complete['aud']);
  }
  let now: number | undefined;
  for (const { claim, value, fromNow } of added) {
    if (Object.hasOwn(complete, claim) && complete[claim] !== undefined)
      throw new InvalidArgumentError(
        'claims',
        `The claim ${claim} is given twice: among the claims and by an option.`,
      );
    if (fromNow !== undefined) now ??= Math.floor(readClock(source).getTime() / 1000);
    complete[claim] = fromNow === undefined ? value : (now ?? 0) + fromNow;
  }
  checkRegistered(complete);
  return textToBase64Url(writeJson(complete, 'claims'));
}

const DATES = ['exp', 'nbf', 'iat'] as const;

const TEXTS = ['iss', 'sub', 'jti'] as const;

/** From this value on, a date is in milliseconds: as seconds it is in the year 5138. */
const MILLISECONDS = 1e11;

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

function claimDate(value: unknown, claim: string): Date {
  try {
    return readDate(value, claim);
  } catch {
    throw wrong(claim, 'a Date or a finite number of seconds');
  }
}

function audienceList(value: unknown): readonly unknown[] {
  try {
    return readElements(value, 'aud');
  } catch {
    throw wrong('aud', 'a string or a list of at least one string');
  }
}

/** Rejects claims that every verifier would reject (RFC 7519 section 4.1). */
function checkRegistered(claims: Readonly<Record<string, unknown>>): void {
  const own = (claim: string): unknown => (Object.hasOwn(claims, claim) ? claims[claim] : undefined);
  for (const claim of TEXTS) {
    const value = own(claim);
    if (value !== undefined && typeof value !== 'string') throw wrong(claim, 'a string');
  }
  for (const claim of DATES) {
    const value = own(claim);
    if (value === undefined) continue;
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw wrong(claim, 'a Date or a finite number of seconds');
    if (value >= MILLISECONDS) throw wrong(claim, 'in seconds, and this value is in milliseconds');
  }
  const aud = own('aud');
  if (aud !== undefined && !isAudience(aud)) throw wrong('aud', 'a string or a list of at least one string');
}

function isAudience(value: unknown): boolean {
  if (typeof value === 'string') return true;
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
}

function wrong(claim: string, expected: string): InvalidClaimError {
  return new InvalidClaimError(`The claim ${claim} must be ${expected}.`, { claim, expected });
}
