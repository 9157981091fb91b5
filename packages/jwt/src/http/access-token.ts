import {
  InvalidArgumentError,
  list,
  type OptionReader,
  oneOf,
  readOptions,
  string,
} from '@countersign/core/internal';
import { type Algorithm, algorithms as allAlgorithms } from '../keys/algorithms.ts';
import type { Rules } from '../verify.ts';

/** The parts of {@link accessTokenRules} that differ between services. */
export interface AccessTokenOptions {
  /** The authorization server, or several. */
  readonly issuer: string | readonly string[];
  /** The identifier of this resource server, or several. */
  readonly audience: string | readonly string[];
  /** The accepted algorithms. RFC 9068 requires authorization servers to support RS256. */
  readonly algorithms: readonly Algorithm[];
}

/** The claims that every access token has (RFC 9068 section 2.2). */
const REQUIRED = ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti'] as const;

const oneOrMore: OptionReader<string | readonly string[]> = (value, argument) => {
  const strings = typeof value === 'string' ? [value] : list(string, { min: 1 })(value, argument, true);
  if (strings.every((item) => item !== '')) return typeof value === 'string' ? value : strings;
  throw new InvalidArgumentError(argument, `${argument} must not be empty.`);
};

const OPTIONS = {
  issuer: oneOrMore,
  audience: oneOrMore,
  algorithms: list(oneOf(allAlgorithms), { min: 1 }),
} as const;

/**
 * The rules for an OAuth access token (RFC 9068 section 4): type `at+jwt`, a known issuer, this audience, and all
 * required claims. An ID token does not satisfy them.
 *
 * @throws {@link InvalidArgumentError} `ERR_INVALID_ARGUMENT`, also for an undefined issuer or audience
 * @example
 * const rules = accessTokenRules({ issuer: 'https://auth.example.com', audience: 'https://api.example.com', algorithms: ['RS256'] });
 * const bearer = createBearerVerifier(keySet, { ...rules, leeway: '5s' });
 */
export function accessTokenRules(options: AccessTokenOptions): Rules {
  const { issuer, audience, algorithms } = readOptions(options, OPTIONS);
  return { algorithms, issuer, audience, type: 'at+jwt', require: REQUIRED };
}
