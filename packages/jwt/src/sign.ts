import { type Clock, type Duration, InvalidArgumentError, textToBase64Url } from '@countersign/core';
import { durationSeconds, readClock } from '@countersign/core/internal';
import type { Claims } from './claims/rules.ts';
import { InvalidClaimError } from './errors.ts';
import { type Algorithm, type AlgorithmInfo, checkAlgorithm } from './keys/algorithms.ts';
import type { KeyStrength } from './keys/fit.ts';
import { checkOptions, checkSwitch, checkText, type OptionNames } from './options.ts';
import { MAX_KEY_ID_LENGTH } from './token/header.ts';
import { checkJson, isPlain } from './token/json-safe.ts';

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
export interface SignOptions extends JwsOptions {
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

/** Names of the options of {@link JwsOptions}. */
export const JWS_OPTION_NAMES: OptionNames<JwsOptions> = {
  algorithm: true,
  keyId: true,
  type: true,
  header: true,
  allowWeakKey: true,
};

/** Names of the options of {@link SignOptions}. */
export const SIGN_OPTION_NAMES: OptionNames<SignOptions> = {
  ...JWS_OPTION_NAMES,
  expiresIn: true,
  notBefore: true,
  issuedAt: true,
  issuer: true,
  audience: true,
  subject: true,
  tokenId: true,
  now: true,
};

/** Header parameters that have an option of their own, or that this package alone decides; and `zip`, which no JWS has. */
const OWN_PARAMETERS = ['alg', 'typ', 'kid', 'crit', 'b64', 'zip', '__proto__'];

/** Options of a signer, checked once. */
export interface CompiledSigning {
  readonly info: AlgorithmInfo;
  readonly strength: KeyStrength;
  /** The encoded header for a key of this id. */
  header(keyId: string | undefined, extra?: { readonly b64: false }): string;
}

/** What JWS and JWT have differently: the options that there are, and the `typ` of a token whose maker does not say. */
export interface SigningNames {
  readonly options: Readonly<Record<string, true>>;
  readonly defaultType: string | null;
}

/** A key id that this package's own verifiers would not take is not written. */
function checkKeyId(keyId: string | undefined): string | undefined {
  if (keyId === undefined || keyId.length <= MAX_KEY_ID_LENGTH) return keyId;
  throw new InvalidArgumentError('keyId', `keyId must have at most ${MAX_KEY_ID_LENGTH} characters.`);
}

/** Checks the options of a signer, and encodes its header once for each key id. */
export function compileSigning(options: JwsOptions, names: SigningNames): CompiledSigning {
  checkOptions(options, names.options);
  const info = checkAlgorithm(options.algorithm);
  const { type = names.defaultType, header = {} } = options;
  const keyId = checkKeyId(checkText(options.keyId, 'keyId'));
  const strength = { allowWeakKey: checkSwitch(options.allowWeakKey, 'allowWeakKey') };
  if (type !== null && (typeof type !== 'string' || type === ''))
    throw new InvalidArgumentError('type', 'type must be a media type such as "at+jwt", or null for none.');
  if (typeof header !== 'object' || header === null || !isPlain(header))
    throw new InvalidArgumentError('header', 'header must be a plain object.');
  const taken = Object.keys(header).find((name) => OWN_PARAMETERS.includes(name));
  if (taken !== undefined)
    throw new InvalidArgumentError(
      'header',
      `header must not have ${taken}: it has an option of its own, or is not yours to set.`,
    );
  const encoded = new Map<string, string>();
  return {
    info,
    strength,
    header(ownKeyId, extra) {
      const kid = keyId ?? checkKeyId(ownKeyId);
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
      const text = textToBase64Url(JSON.stringify(parameters));
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

/** Checks the options that add claims. */
export function compileClaims(options: SignOptions): CompiledClaims {
  const { expiresIn, notBefore, issuedAt, audience, now } = options;
  if (audience !== undefined && !isAudience(audience))
    throw new InvalidArgumentError('audience', 'audience must be a string or an array of strings.');
  const fixed = (claim: string, value: unknown): AddedClaim[] =>
    value === undefined ? [] : [{ claim, value }];
  const added: AddedClaim[] = [
    ...fixed('iss', checkText(options.issuer, 'issuer')),
    ...fixed('sub', checkText(options.subject, 'subject')),
    ...fixed('aud', Array.isArray(audience) ? [...audience] : audience),
  ];
  if (expiresIn !== undefined) added.push({ claim: 'exp', fromNow: durationSeconds(expiresIn, 'expiresIn') });
  if (notBefore instanceof Date) added.push({ claim: 'nbf', value: seconds(notBefore, 'notBefore') });
  else if (notBefore !== undefined)
    added.push({ claim: 'nbf', fromNow: durationSeconds(notBefore, 'notBefore') });
  if (issuedAt instanceof Date) added.push({ claim: 'iat', value: seconds(issuedAt, 'issuedAt') });
  else if (checkSwitch(issuedAt, 'issuedAt')) added.push({ claim: 'iat', fromNow: 0 });
  added.push(...fixed('jti', checkText(options.tokenId, 'tokenId')));
  if (added.some(({ fromNow }) => fromNow !== undefined)) readClock(now);
  return { added, now };
}

/**
 * The payload of a token: its claims and those that the options add, as encoded JSON.
 *
 * @throws {@link InvalidClaimError} for claims that JSON cannot hold or that no verifier could accept
 */
export function encodeClaims(
  claims: Claims | Readonly<Record<string, unknown>>,
  { added, now: clock }: CompiledClaims,
): string {
  if (typeof claims !== 'object' || claims === null || !isPlain(claims))
    throw new InvalidArgumentError('claims', 'claims must be a plain object.');
  const complete: Record<string, unknown> = { ...claims };
  for (const claim of DATES) {
    const value = complete[claim];
    if (value instanceof Date) complete[claim] = Math.floor(value.getTime() / 1000);
  }
  let now: number | undefined;
  for (const { claim, value, fromNow } of added) {
    if (complete[claim] !== undefined)
      throw new InvalidArgumentError(
        'claims',
        `The claim ${claim} is given twice: among the claims and by an option.`,
      );
    if (fromNow !== undefined) now ??= Math.floor(readClock(clock).getTime() / 1000);
    complete[claim] = fromNow === undefined ? value : (now ?? 0) + fromNow;
  }
  checkRegistered(complete);
  checkJson(complete, 'claims');
  return textToBase64Url(JSON.stringify(complete));
}

const DATES = ['exp', 'nbf', 'iat'] as const;

const TEXTS = ['iss', 'sub', 'jti'] as const;

function seconds(date: Date, argument: string): number {
  return Math.floor(readClock(date, argument).getTime() / 1000);
}

/** A claim that every verifier would refuse is refused here, where it can still be mended (RFC 7519 section 4.1). */
function checkRegistered(claims: Readonly<Record<string, unknown>>): void {
  for (const claim of TEXTS) {
    const value = claims[claim];
    if (value !== undefined && typeof value !== 'string') throw wrong(claim, 'a string');
  }
  for (const claim of DATES) {
    const value = claims[claim];
    if (value !== undefined && !Number.isFinite(value))
      throw wrong(claim, 'a Date or a finite number of seconds');
  }
  const { aud } = claims;
  if (aud !== undefined && !isAudience(aud)) throw wrong('aud', 'a string or an array of strings');
}

function isAudience(value: unknown): boolean {
  return (
    typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'))
  );
}

function wrong(claim: string, expected: string): InvalidClaimError {
  return new InvalidClaimError(`The claim ${claim} must be ${expected}.`, { claim, expected });
}
