import { findAlgorithm, MIN_RSA_BITS } from '../keys/algorithms.ts';
import type { KeyMaterial } from '../keys/key.ts';
import { isType } from '../token/header.ts';
import type { JsonObject, JsonValue } from '../token/json.ts';
import { isGuessable } from './guessable.ts';

/** How much a finding matters: `error` breaks the token's purpose, `warning` weakens it, `note` is worth knowing. */
export type Severity = 'error' | 'warning' | 'note';

/** The input of a rule. */
interface LintInput {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  readonly signature: Uint8Array;
  readonly now: number;
  readonly key: KeyMaterial | undefined;
}

/** One rule: it returns the sentence of its finding, or undefined when there is none. */
export interface LintRule {
  /** Stable: for configuration, documentation and tests. */
  readonly id: string;
  readonly severity: Severity;
  /** Where the rule comes from. */
  readonly source: string;
  readonly check: (input: LintInput) => string | undefined;
}

const MAX_LIFETIME_SECONDS = 24 * 3600;
/** A date beyond the year 2286 in seconds is a date of our days in milliseconds. */
const MILLISECONDS_FROM = 10_000_000_000;

const EMBEDDED_KEYS = ['jwk', 'jku', 'x5c', 'x5u'];
const PERSONAL =
  /^(e-?mail|phone(_number)?|birth(date|day)|address|ssn|social_security_number|passport|gender|given_name|family_name|name)$/i;
const SENSITIVE =
  /passw(or)?d|secret|api[-_]?key|private[-_]?key|credit[-_]?card|card[-_]?number|cvv|^pin$|token$/i;

const number = (value: JsonValue | undefined): number | undefined =>
  typeof value === 'number' ? value : undefined;
const named = (claims: JsonObject, pattern: RegExp): readonly string[] =>
  Object.keys(claims).filter((name) => pattern.test(name));

export const LINT_RULES: readonly LintRule[] = [
  {
    id: 'alg-none',
    severity: 'error',
    source: 'RFC 8725 section 3.2',
    check: ({ header }) =>
      String(header['alg']).toLowerCase() === 'none'
        ? 'The token is not signed: anyone can have written it.'
        : undefined,
  },
  {
    id: 'alg-unknown',
    severity: 'warning',
    source: 'RFC 8725 section 3.2',
    check: ({ header }) => {
      const name = String(header['alg']);
      if (name.toLowerCase() === 'none' || findAlgorithm(name)) return undefined;
      return /^RS1$/i.test(name)
        ? 'RS1 signs with SHA-1, for which collisions are made.'
        : 'The algorithm is not one of those for signatures that RFC 7518, 8037, 9864 and 9964 define and this library offers.';
    },
  },
  {
    id: 'alg-deprecated-name',
    severity: 'note',
    source: 'RFC 9864 section 2.2',
    check: ({ header }) =>
      header['alg'] === 'EdDSA' ? 'EdDSA does not say which curve; the name Ed25519 does.' : undefined,
  },
  {
    id: 'weak-secret',
    severity: 'error',
    source: 'RFC 7518 section 3.2, RFC 8725 section 3.5',
    check: ({ header, key }) => {
      const needed = findAlgorithm(header['alg'])?.minSecretBytes;
      if (!key?.secret || needed === undefined || key.secret.length >= needed) return undefined;
      return `The secret has ${key.secret.length} bytes and needs ${needed}: it can be guessed from this one token.`;
    },
  },
  {
    id: 'guessable-secret',
    severity: 'error',
    source: 'RFC 8725 section 3.5',
    check: ({ key }) =>
      key?.secret && isGuessable(new TextDecoder().decode(key.secret))
        ? 'The secret is from tutorials, so attackers guess it first.'
        : undefined,
  },
  {
    id: 'short-rsa-key',
    severity: 'error',
    source: 'RFC 7518 section 3.3',
    check: ({ key }) =>
      key?.modulusBits !== undefined && key.modulusBits < MIN_RSA_BITS
        ? `The RSA key has ${key.modulusBits} bits and needs ${MIN_RSA_BITS}.`
        : undefined,
  },
  {
    id: 'zero-signature',
    severity: 'error',
    source: 'CVE-2022-21449',
    check: ({ signature }) =>
      signature.length > 0 && signature.every((byte) => byte === 0)
        ? 'The signature is all zeros, which broken ECDSA verifiers accept for anything.'
        : undefined,
  },
  {
    id: 'embedded-key',
    severity: 'error',
    source: 'RFC 8725 section 3.10, CVE-2018-0114',
    check: ({ header }) => {
      const found = EMBEDDED_KEYS.filter((name) => name in header);
      return found.length > 0
        ? `The header brings or points to its own key (${found.join(', ')}). A verifier that follows it accepts anybody's.`
        : undefined;
    },
  },
  {
    id: 'odd-key-id',
    severity: 'warning',
    source: 'RFC 8725 section 3.10',
    check: ({ header }) => {
      const { kid } = header;
      if (typeof kid !== 'string' || !/\.\.[\\/]|^[\\/]|:\/\/|['";]|--|[|$`]|\p{Cc}|\)\(/u.test(kid))
        return undefined;
      return 'The key id looks like a path, a URL or a query. Look it up in a list; never pass it to a file system, a database or a shell.';
    },
  },
  {
    id: 'generic-type',
    severity: 'note',
    source: 'RFC 8725 section 3.11',
    check: ({ header }) => {
      const { typ } = header;
      if (typ !== undefined && !isType(typ, 'JWT')) return undefined;
      return 'The type (typ) does not say what kind of token this is; one such as at+jwt keeps it from being taken for another kind.';
    },
  },
  {
    id: 'no-expiry',
    severity: 'warning',
    source: 'RFC 8725 section 3.1, OWASP ASVS 5.0 9.2.1',
    check: ({ claims }) =>
      claims['exp'] === undefined
        ? 'The token never expires (no exp): anyone who finds it can use it forever.'
        : undefined,
  },
  {
    id: 'long-lifetime',
    severity: 'warning',
    source: 'RFC 9068 section 5, RFC 8725 section 2.9',
    check: ({ claims, now }) => {
      const exp = number(claims['exp']);
      if (exp === undefined || exp >= MILLISECONDS_FROM) return undefined;
      const lifetime = exp - (number(claims['iat']) ?? number(claims['nbf']) ?? now);
      return lifetime > MAX_LIFETIME_SECONDS
        ? `The token lives for ${Math.round(lifetime / 3600)} hours. Without a revocation list, it cannot be revoked before that.`
        : undefined;
    },
  },
  {
    id: 'milliseconds',
    severity: 'error',
    source: 'RFC 7519 section 2',
    check: ({ claims }) => {
      const wrong = ['exp', 'nbf', 'iat'].filter((name) => (number(claims[name]) ?? 0) >= MILLISECONDS_FROM);
      return wrong.length > 0 ? `${wrong.join(', ')} looks like milliseconds; dates are seconds.` : undefined;
    },
  },
  {
    id: 'not-a-date',
    severity: 'error',
    source: 'RFC 7519 section 2',
    check: ({ claims }) => {
      const wrong = ['exp', 'nbf', 'iat'].filter(
        (name) => claims[name] !== undefined && !Number.isFinite(claims[name]),
      );
      return wrong.length > 0 ? `${wrong.join(', ')} is not a finite number.` : undefined;
    },
  },
  {
    id: 'expired',
    severity: 'note',
    source: 'RFC 7519 section 4.1.4',
    check: ({ claims, now }) =>
      (number(claims['exp']) ?? Number.POSITIVE_INFINITY) <= now ? 'The token has expired.' : undefined,
  },
  {
    id: 'issued-in-future',
    severity: 'warning',
    source: 'RFC 7519 section 4.1.6',
    check: ({ claims, now }) => {
      const iat = number(claims['iat']);
      return iat !== undefined && iat > now && iat < MILLISECONDS_FROM
        ? 'The token says it was issued in the future.'
        : undefined;
    },
  },
  {
    id: 'no-audience',
    severity: 'warning',
    source: 'RFC 8725 section 3.9',
    check: ({ claims }) =>
      claims['aud'] === undefined
        ? 'The token says not for whom it is (no aud): a service it was not meant for can accept it.'
        : undefined,
  },
  {
    id: 'no-issuer',
    severity: 'warning',
    source: 'RFC 8725 section 3.8',
    check: ({ claims }) =>
      claims['iss'] === undefined ? 'The token says not who made it (no iss).' : undefined,
  },
  {
    id: 'access-token-claims',
    severity: 'warning',
    source: 'RFC 9068 section 2.2',
    check: ({ header, claims }) => {
      if (!isType(header['typ'], 'at+jwt')) return undefined;
      const missing = ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti'].filter(
        (name) => claims[name] === undefined,
      );
      return missing.length > 0 ? `An access token (at+jwt) must have ${missing.join(', ')} too.` : undefined;
    },
  },
  {
    id: 'personal-data',
    severity: 'warning',
    source: 'RFC 8725 section 2.4, RFC 9068 section 6',
    check: ({ claims }) => {
      const found = named(claims, PERSONAL);
      return found.length > 0
        ? `Anyone who holds the token can read ${found.join(', ')}: it is signed, not encrypted.`
        : undefined;
    },
  },
  {
    id: 'sensitive-claim',
    severity: 'error',
    source: 'RFC 7519 section 12',
    check: ({ claims }) => {
      const found = named(claims, SENSITIVE);
      return found.length > 0
        ? `${found.join(', ')} looks like a secret, and anyone who holds the token can read it.`
        : undefined;
    },
  },
];
