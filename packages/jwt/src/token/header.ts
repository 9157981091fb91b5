import { DecodeError } from '../errors.ts';
import { partText } from './compact.ts';
import { type JsonObject, parseJsonObject } from './json.ts';

/** A header whose own rules hold: `alg` is a text, `crit` names what is understood, `kid` and `typ` are texts. */
export interface ProtectedHeader extends JsonObject {
  readonly alg: string;
}

/** Rules for the header of a kind of token. */
export interface HeaderRules {
  /** Whether `b64` may be used at all: in a JWS, not in a JWT (RFC 7797 section 7). */
  readonly allowUnencodedPayload: boolean;
}

/** Longer key ids are nobody's, and would only fill logs. */
export const MAX_KEY_ID_LENGTH = 1024;

/** Header parameters that RFC 7515, 7516 and 7518 define: `crit` must not name them (RFC 7515 section 4.1.11). */
const REGISTERED = new Set(
  'alg jku jwk kid x5u x5c x5t x5t#S256 typ cty crit enc zip epk apu apv iv tag p2s p2c'.split(' '),
);

/**
 * Reads and checks a protected header (RFC 7515 section 4). Keys that it holds or points to (`jwk`, `jku`, `x5c`,
 * `x5u`) are read by nobody.
 *
 * @throws {@link DecodeError}
 */
export function parseHeader(part: string, rules: HeaderRules): ProtectedHeader {
  const parsed = parseJsonObject(partText(part, 'header'), 'header');
  // Without a prototype, so that a polluted one adds no parameter.
  const header: JsonObject = Object.assign(Object.create(null), parsed);
  const { alg, kid, typ } = header;
  if (typeof alg !== 'string') throw new DecodeError('The header has no algorithm (alg must be a string).');
  if (kid !== undefined && (typeof kid !== 'string' || kid.length > MAX_KEY_ID_LENGTH)) {
    throw new DecodeError(`The header's kid is not a string of at most ${MAX_KEY_ID_LENGTH} characters.`);
  }
  if (typ !== undefined && typeof typ !== 'string')
    throw new DecodeError("The header's typ is not a string.");
  if ('zip' in header)
    throw new DecodeError('The header asks for compression, which a signed token has not.');
  checkCritical(header);
  checkUnencoded(header, rules);
  return Object.assign(header, { alg });
}

/** Whether all parameters are single values, so that a copy of the header is a copy of all of it. */
export function isScalarHeader(header: ProtectedHeader): boolean {
  return Object.values(header).every((value) => typeof value !== 'object');
}

/** Whether the payload is signed as it is, without Base64url (RFC 7797). */
export function isUnencoded(header: ProtectedHeader): boolean {
  return header['b64'] === false;
}

function checkCritical(header: JsonObject): void {
  if (!('crit' in header)) return;
  const { crit } = header;
  if (!Array.isArray(crit) || crit.length === 0 || new Set(crit).size !== crit.length) {
    throw new DecodeError("The header's crit is not a list of different names (RFC 7515 section 4.1.11).");
  }
  for (const name of crit) {
    if (typeof name !== 'string' || REGISTERED.has(name) || !Object.hasOwn(header, name)) {
      throw new DecodeError(
        "The header's crit names what is not an extension in this header (RFC 7515 section 4.1.11).",
      );
    }
    if (name !== 'b64')
      throw new DecodeError('The header needs an extension that is not understood here (crit).');
  }
}

function checkUnencoded(header: JsonObject, { allowUnencodedPayload }: HeaderRules): void {
  if (!('b64' in header)) return;
  const { b64, crit } = header;
  if (!allowUnencodedPayload)
    throw new DecodeError('The header has b64, which a JWT must not use (RFC 7797 section 7).');
  if (typeof b64 !== 'boolean') throw new DecodeError("The header's b64 is not true or false.");
  if (!Array.isArray(crit) || !crit.includes('b64')) {
    throw new DecodeError('The header has b64, and crit does not say so (RFC 7797 section 6).');
  }
}

/**
 * Whether a header's `typ` is the expected media type: letters' case does not matter, and `application/` may be left
 * out on either side when no other slash follows (RFC 7515 section 4.1.9).
 */
export function isType(typ: unknown, expected: string): boolean {
  return typeof typ === 'string' && mediaType(typ) === mediaType(expected);
}

function mediaType(typ: string): string {
  const lower = typ.toLowerCase();
  return lower.includes('/') ? lower : `application/${lower}`;
}
