import {
  type Clock,
  type Duration,
  durationSeconds,
  InvalidArgumentError,
  readClock,
  toBase64Url,
  utf8,
} from '@countersign/core';
import type { Claims } from './claims/rules.ts';
import { InvalidClaimError } from './errors.ts';
import { type Algorithm, type AlgorithmInfo, checkAlgorithm } from './keys/algorithms.ts';
import type { KeyStrength } from './keys/key.ts';

/** How a JWS is signed. */
export interface JwsOptions extends KeyStrength {
  /** The algorithm, which the key must fit. */
  readonly algorithm: Algorithm;
  /** The key's id for the header (`kid`). Default: the key's own. */
  readonly keyId?: string;
  /** The media type for the header (`typ`); `null` for none. */
  readonly type?: string | null;
  /** Further header parameters. */
  readonly header?: Readonly<Record<string, unknown>>;
}

/** How a token is signed, and which registered claims are added. */
export interface EncodeOptions extends JwsOptions {
  /** `exp`: from now on. */
  readonly expiresIn?: Duration;
  /** `nbf`: from now on, or a moment. */
  readonly notBefore?: Duration | Date;
  /** `iat`: `true` for now, or a moment. Default: none. */
  readonly issuedAt?: boolean | Date;
  readonly issuer?: string;
  readonly audience?: string | readonly string[];
  readonly subject?: string;
  /** `jti`. */
  readonly tokenId?: string;
  /** Default: the system's clock. */
  readonly now?: Clock;
}

/** Header parameters that have an option of their own, or that this package alone decides. */
const OWN_PARAMETERS = ['alg', 'typ', 'kid', 'crit', 'b64'];

/** Options of a signer, checked once. */
export interface CompiledSigning {
  readonly info: AlgorithmInfo;
  readonly options: JwsOptions;
  /** The encoded header for a key of this id. */
  header(keyId: string | undefined, extra?: { readonly b64: false }): string;
}

/** Checks the options of a signer, and encodes its header once for each key id. */
export function compileSigning(options: JwsOptions, defaultType: string | null): CompiledSigning {
  if (typeof options !== 'object' || options === null)
    throw new InvalidArgumentError('options', 'options must be an object with an algorithm.');
  const info = checkAlgorithm(options.algorithm);
  const { keyId, type = defaultType, header = {} } = options;
  if (keyId !== undefined && typeof keyId !== 'string')
    throw new InvalidArgumentError('keyId', 'keyId must be a string.');
  if (type !== null && typeof type !== 'string')
    throw new InvalidArgumentError('type', 'type must be a string, or null for none.');
  const taken = Object.keys(header).find((name) => OWN_PARAMETERS.includes(name));
  if (taken !== undefined)
    throw new InvalidArgumentError(
      'header',
      `header must not have ${taken}: it has an option of its own, or is not yours to set.`,
    );
  const encoded = new Map<string, string>();
  return {
    info,
    options,
    header(ownKeyId, extra) {
      const kid = keyId ?? ownKeyId;
      const cacheKey = `${extra ? 'b64' : ''}:${kid ?? ''}`;
      const known = encoded.get(cacheKey);
      if (known !== undefined) return known;
      const parameters = {
        ...(type !== null && { typ: type }),
        alg: info.name,
        ...(kid !== undefined && { kid }),
        ...header,
        ...(extra && { b64: false, crit: ['b64'] }),
      };
      checkJson(parameters, 'header');
      const text = toBase64Url(utf8(JSON.stringify(parameters)));
      if (encoded.size < 16) encoded.set(cacheKey, text);
      return text;
    },
  };
}

/**
 * The payload of a token: its claims and those that the options add, as encoded JSON.
 *
 * @throws {@link InvalidClaimError} for claims that JSON cannot hold or that no verifier could accept
 */
export function encodeClaims(
  claims: Claims | Readonly<Record<string, unknown>>,
  options: EncodeOptions,
): string {
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims))
    throw new InvalidArgumentError('claims', 'claims must be an object.');
  const complete = { ...datesAsNumbers(claims), ...addedClaims(claims, options) };
  checkRegistered(complete);
  checkJson(complete, 'claim');
  return toBase64Url(utf8(JSON.stringify(complete)));
}

const DATES = ['exp', 'nbf', 'iat'] as const;

function datesAsNumbers(claims: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const copy = { ...claims };
  for (const claim of DATES) {
    const value = copy[claim];
    if (value instanceof Date) copy[claim] = Math.floor(value.getTime() / 1000);
  }
  return copy;
}

function addedClaims(
  claims: Readonly<Record<string, unknown>>,
  options: EncodeOptions,
): Record<string, unknown> {
  const { expiresIn, notBefore, issuedAt, issuer, audience, subject, tokenId } = options;
  const added: Record<string, unknown> = {};
  if (issuer !== undefined) added['iss'] = issuer;
  if (subject !== undefined) added['sub'] = subject;
  if (audience !== undefined) added['aud'] = audience;
  if (expiresIn !== undefined || notBefore !== undefined || issuedAt !== undefined) {
    const now = Math.floor(readClock(options.now).getTime() / 1000);
    if (expiresIn !== undefined) added['exp'] = now + durationSeconds(expiresIn, 'expiresIn');
    if (notBefore !== undefined)
      added['nbf'] =
        notBefore instanceof Date
          ? seconds(notBefore, 'notBefore')
          : now + durationSeconds(notBefore, 'notBefore');
    if (issuedAt instanceof Date) added['iat'] = seconds(issuedAt, 'issuedAt');
    else if (issuedAt === true) added['iat'] = now;
  }
  if (tokenId !== undefined) added['jti'] = tokenId;
  const twice = Object.keys(added).find((claim) => claims[claim] !== undefined);
  if (twice !== undefined)
    throw new InvalidArgumentError(
      'claims',
      `The claim ${twice} is given twice: among the claims and by an option.`,
    );
  return added;
}

function seconds(date: Date, argument: string): number {
  return Math.floor(readClock(date, argument).getTime() / 1000);
}

/** A claim that every verifier would refuse is refused here, where it can still be mended (RFC 7519 section 4.1). */
function checkRegistered(claims: Readonly<Record<string, unknown>>): void {
  for (const claim of ['iss', 'sub', 'jti']) {
    if (claims[claim] !== undefined && typeof claims[claim] !== 'string') throw wrong(claim, 'a string');
  }
  for (const claim of DATES) {
    if (claims[claim] !== undefined && !Number.isFinite(claims[claim]))
      throw wrong(claim, 'a Date or a finite number of seconds');
  }
  const { aud } = claims;
  const isAudience =
    typeof aud === 'string' || (Array.isArray(aud) && aud.every((item) => typeof item === 'string'));
  if (aud !== undefined && !isAudience) throw wrong('aud', 'a string or an array of strings');
}

function wrong(claim: string, expected: string): InvalidClaimError {
  return new InvalidClaimError(`The claim ${claim} must be ${expected}.`, { claim, expected });
}

const MAX_DEPTH = 60;

/** Checks that JSON holds a value without loss: it would turn NaN to null and drop functions without a word. */
function checkJson(value: unknown, path: string, depth = 0): void {
  switch (typeof value) {
    case 'string':
      if (value.isWellFormed()) return;
      break;
    case 'number':
      if (Number.isFinite(value)) return;
      break;
    case 'boolean':
      return;
    case 'object':
      if (value === null) return;
      if (depth > MAX_DEPTH) break;
      if (Array.isArray(value)) {
        for (const [index, item] of value.entries()) checkJson(item, `${path}[${index}]`, depth + 1);
        return;
      }
      if (isPlain(value)) {
        for (const [name, member] of Object.entries(value)) {
          if (member === undefined) continue;
          checkJson(name, `name of ${path}`, depth);
          checkJson(member, depth === 0 ? name : `${path}.${name}`, depth + 1);
        }
        return;
      }
      break;
    default:
  }
  throw new InvalidClaimError(
    `The ${path} cannot be written as JSON without loss. Use strings, finite numbers, booleans, null, arrays and plain objects.`,
    { claim: path },
  );
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
