import { readElements, readMembers } from '@countersign/core/internal';
import { InvalidKeyError } from '../../errors.ts';

/** A JSON Web Key (RFC 7517). Members that are absent, undefined, null or empty mean the same. */
export interface Jwk extends JwkMembers {
  readonly kty: string;
  readonly [member: string]: unknown;
}

/** The members of a JWK, as Node.js and the DOM declare them. */
export interface JwkMembers {
  readonly kty?: string | undefined;
  readonly alg?: string | undefined;
  readonly kid?: string | undefined;
  readonly use?: string | undefined;
  readonly key_ops?: readonly string[] | undefined;
  readonly ext?: boolean | undefined;
  readonly crv?: string | undefined;
  readonly x?: string | undefined;
  readonly y?: string | undefined;
  readonly d?: string | undefined;
  readonly n?: string | undefined;
  readonly e?: string | undefined;
  readonly p?: string | undefined;
  readonly q?: string | undefined;
  readonly dp?: string | undefined;
  readonly dq?: string | undefined;
  readonly qi?: string | undefined;
  readonly oth?: unknown;
  readonly k?: string | undefined;
  readonly pub?: string | undefined;
  readonly priv?: string | undefined;
}

/** The members of a JWK that define the key itself, in canonical form. */
export interface KeyParts {
  readonly kty: string;
  readonly alg?: string;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
  readonly d?: string;
  readonly n?: string;
  readonly e?: string;
  readonly p?: string;
  readonly q?: string;
  readonly dp?: string;
  readonly dq?: string;
  readonly qi?: string;
  readonly pub?: string;
  readonly priv?: string;
}

/** For each key type, the members that everybody may know. */
export const PUBLIC_MEMBERS: ReadonlyMap<string, readonly (keyof KeyParts)[]> = new Map<
  string,
  readonly (keyof KeyParts)[]
>([
  ['RSA', ['n', 'e']],
  ['EC', ['crv', 'x', 'y']],
  ['OKP', ['crv', 'x']],
  ['AKP', ['alg', 'pub']],
]);

/** The members that are strings. */
const STRINGS = [
  'kty',
  'kid',
  'alg',
  'use',
  'crv',
  'x',
  'y',
  'd',
  'n',
  'e',
  'p',
  'q',
  'dp',
  'dq',
  'qi',
  'k',
  'pub',
  'priv',
] as const;

const MAX_KEY_OPS = 20;

/** A JWK that belongs to this package: the known members of a caller's object, each read once. */
export interface JwkCopy {
  readonly kty: string;
  readonly strings: Readonly<Partial<Record<(typeof STRINGS)[number], string>>>;
  readonly keyOps: readonly string[] | undefined;
  /** Whether it has primes beyond two. */
  readonly hasOtherPrimes: boolean;
}

/**
 * Copies the known members of a JWK. Other software writes `null` and `""` for absent optional members.
 *
 * @returns undefined for an object without `kty`
 * @throws {@link InvalidKeyError} for a member of the wrong type
 */
export function copyJwk(input: object): JwkCopy | undefined {
  const members = ownMembers(input);
  if (!members) return undefined;
  const strings: Partial<Record<(typeof STRINGS)[number], string>> = Object.create(null);
  for (const name of STRINGS) {
    const value = member(members, name);
    if (value === undefined) continue;
    if (typeof value !== 'string') throw new InvalidKeyError(`The ${name} of the JWK must be a string.`);
    strings[name] = value;
  }
  if (strings.kty === undefined) return undefined;
  const keyOps = member(members, 'key_ops');
  return Object.freeze({
    kty: strings.kty,
    strings: Object.freeze(strings),
    keyOps: keyOps === undefined ? undefined : copyKeyOps(keyOps),
    hasOtherPrimes: member(members, 'oth') !== undefined,
  });
}

/** The members of an object that has its own `kty`. */
function ownMembers(input: object): Readonly<Record<string, unknown>> | undefined {
  try {
    return Object.hasOwn(input, 'kty') ? readMembers(input, 'key') : undefined;
  } catch {
    // A getter or a Proxy threw.
    throw new InvalidKeyError('The JWK has a member that cannot be read.');
  }
}

function member(members: Readonly<Record<string, unknown>>, name: string): unknown {
  const value = Object.hasOwn(members, name) ? members[name] : undefined;
  return value === null || value === '' ? undefined : value;
}

function copyKeyOps(value: unknown): readonly string[] {
  const operations = Array.isArray(value) ? readElements(value, 'key', MAX_KEY_OPS) : [undefined];
  return operations.map((operation) => {
    if (typeof operation === 'string') return operation;
    throw new InvalidKeyError('The key_ops of the JWK must be an array of strings.');
  });
}

/** The text by which equal JWKs are recognised. It contains the members that the copy has, and no other. */
export function canonicalText({ strings, keyOps, hasOtherPrimes }: JwkCopy): string {
  return JSON.stringify([STRINGS.map((name) => strings[name] ?? null), keyOps ?? null, hasOtherPrimes]);
}

/** The curves to use instead of secp256k1, Ed448 and others. */
export const CURVE_ADVICE = 'Use P-256, P-384 or P-521 for ECDSA, or Ed25519.';
