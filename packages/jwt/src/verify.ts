import {
  type Bytes,
  boolean,
  InvalidArgumentError,
  integer,
  narrowing,
  readOptions,
  type TableOf,
  toBase64Url,
  withDefault,
} from '@countersign/core/internal';
import {
  CLAIM_RULES,
  type ClaimRules,
  type CompiledClaimRules,
  compileClaimRules,
  oneOrMore,
} from './claims/rules.ts';
import { DecodeError, InvalidAlgorithmError } from './errors.ts';
import { type Algorithm, type AlgorithmInfo, checkAlgorithms } from './keys/algorithms.ts';
import type { KeyStrength } from './keys/fit.ts';
import type { Signature, SigningInput } from './signature/engine.ts';
import {
  type CompactToken,
  DEFAULT_MAX_TOKEN_LENGTH,
  MAX_TOKEN_LENGTH,
  partBytes,
  partText,
  splitToken,
} from './token/compact.ts';
import { isScalarHeader, isType, isUnencoded, type ProtectedHeader, parseHeader } from './token/header.ts';

/** Requirements for a JWS with any payload. */
export interface JwsRules extends KeyStrength {
  /** The accepted algorithms. Required, because the token must not choose. */
  readonly algorithms: readonly Algorithm[];
  /** The expected media type of the header (`typ`), for example `at+jwt`, or several. Default: any. */
  readonly type?: string | readonly string[];
  /** Maximum length of a token in characters. Default 16 384. */
  readonly maxTokenLength?: number | undefined;
}

/** Requirements for a token. */
export interface Rules extends JwsRules, ClaimRules {}

/** The rules of {@link JwsRules} as they are read. */
export interface ReadJwsRules {
  readonly algorithms: ReadonlyMap<string, AlgorithmInfo>;
  readonly type: readonly string[] | undefined;
  readonly maxTokenLength: number;
  readonly allowWeakKey: boolean;
}

/** The reader of each rule of {@link JwsRules}. */
export const JWS_RULES: TableOf<ReadJwsRules> = {
  algorithms: (value, argument) => checkAlgorithms(value, argument),
  type: narrowing(mediaTypes),
  maxTokenLength: withDefault(integer({ min: 1, max: MAX_TOKEN_LENGTH }), DEFAULT_MAX_TOKEN_LENGTH),
  allowWeakKey: withDefault(boolean, false),
};

const RULES = { ...JWS_RULES, ...CLAIM_RULES };

function mediaTypes(value: unknown, argument: string): readonly string[] {
  const types = oneOrMore(value, argument);
  if (types.every((type) => type !== '')) return types;
  throw new InvalidArgumentError(argument, `${argument} must be a media type such as "at+jwt".`);
}

/** Rules for the signature, checked once. */
export interface CompiledJwsRules {
  readonly accepted: ReadonlyMap<string, AlgorithmInfo>;
  readonly types: readonly string[] | undefined;
  readonly maxTokenLength: number;
  readonly strength: KeyStrength;
  /** Headers that satisfied these rules, by their text: most tokens of an issuer have the same one. */
  readonly headers: Map<string, AcceptedHeader>;
}

interface AcceptedHeader {
  readonly header: ProtectedHeader;
  readonly info: AlgorithmInfo;
}

/** Limits for kept headers, so that tokens cannot fill the memory with them. */
const MAX_HEADERS = 16;
const MAX_HEADER_LENGTH = 512;

/** All rules of a verifier, checked once. */
export interface CompiledRules extends CompiledJwsRules {
  readonly claims: CompiledClaimRules;
}

/** Compiles rules that {@link JWS_RULES} has read. */
export function compileJwsRules(rules: ReadJwsRules): CompiledJwsRules {
  const { algorithms, type, maxTokenLength, allowWeakKey } = rules;
  return {
    accepted: algorithms,
    types: type,
    maxTokenLength,
    strength: { allowWeakKey },
    headers: new Map(),
  };
}

/** Reads and compiles all rules of a verifier. */
export function compileRules(rules: Rules): CompiledRules {
  const read = readOptions(rules, RULES, 'rules');
  return { ...compileJwsRules(read), claims: compileClaimRules(read) };
}

/** A token whose text and header satisfy the rules, and whose signature is still to be verified. */
interface OpenedToken {
  readonly header: ProtectedHeader;
  readonly info: AlgorithmInfo;
  readonly input: SigningInput;
  readonly signature: Signature;
}

/** A JWT, its payload as text; undefined when that is not UTF-8. */
export interface OpenedJwt extends OpenedToken {
  readonly payload: string | undefined;
}

/** A JWS, its payload as bytes. */
export interface OpenedJws extends OpenedToken {
  readonly payload: Bytes;
}

/**
 * The steps before the key: size, structure, header, and the text of all three parts, so that no engine sees any other
 * than canonical Base64url.
 *
 * @throws {@link DecodeError}, {@link InvalidAlgorithmError}
 */
export function openJwt(token: string, rules: CompiledJwsRules): OpenedJwt {
  const parts = splitToken(token, rules.maxTokenLength);
  const { header, info } = rules.headers.get(parts.header) ?? openHeader(parts.header, rules, 'jwt');
  if (parts.payload === '')
    throw new DecodeError(
      'The token has no payload. If it is detached, pass it to verifyJws as detachedPayload.',
    );
  const payload = partText(parts.payload, 'payload');
  return { header, info, input: inputOf(parts), payload, signature: signatureOf(parts) };
}

/**
 * The same for a JWS.
 *
 * @param detached the payload of a token that does not carry it
 * @throws {@link DecodeError}, {@link InvalidAlgorithmError}
 */
export function openJws(token: string, rules: CompiledJwsRules, detached: Uint8Array | undefined): OpenedJws {
  const parts = splitToken(token, rules.maxTokenLength);
  const { header, info } = rules.headers.get(parts.header) ?? openHeader(parts.header, rules, 'jws');
  if (detached === undefined) {
    if (isUnencoded(header))
      throw new DecodeError('The payload is not encoded (b64 is false): pass it as detachedPayload.');
    const payload = partBytes(parts.payload, 'payload');
    return { header, info, input: inputOf(parts), payload, signature: signatureOf(parts) };
  }
  if (parts.payload !== '')
    throw new DecodeError('The token carries a payload, and another was passed as detachedPayload.');
  const payload = new Uint8Array(detached);
  const signed = isUnencoded(header) ? payload : toBase64Url(payload);
  const input = { header: parts.header, payload: signed };
  return { header, info, input, payload, signature: signatureOf(parts) };
}

function inputOf({ header, payload, signingInput }: CompactToken): SigningInput {
  return { header, payload, text: signingInput };
}

function signatureOf({ signature }: CompactToken): Signature {
  return { text: signature, bytes: partBytes(signature, 'signature') };
}

function openHeader(part: string, rules: CompiledJwsRules, kind: 'jwt' | 'jws'): AcceptedHeader {
  const header = parseHeader(part, { allowUnencodedPayload: kind === 'jws' });
  const info = rules.accepted.get(header.alg);
  if (!info) {
    const shown = JSON.stringify(header.alg.slice(0, 20));
    throw new InvalidAlgorithmError(
      `The token's algorithm (alg) is ${shown}; accepted are ${[...rules.accepted.keys()].join(', ')}.`,
    );
  }
  if (rules.types && !rules.types.some((type) => isType(header['typ'], type))) {
    throw new DecodeError(
      `The token's type (typ) is not ${rules.types.slice(0, 3).join(' or ')}, which is expected.`,
    );
  }
  const accepted = { header, info };
  // A caller could change a list or an object in a header that it gets.
  if (part.length <= MAX_HEADER_LENGTH && isScalarHeader(header)) {
    if (rules.headers.size >= MAX_HEADERS) rules.headers.clear();
    rules.headers.set(part, accepted);
  }
  return accepted;
}
