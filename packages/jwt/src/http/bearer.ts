import { type CountersignError, list, narrowing, optional, readOptions } from '@countersign/core/internal';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Claims, RegisteredClaims } from '../claims/rules.ts';
import type { SchemaClaims, SchemaRules } from '../decode.ts';
import { JwtError } from '../errors.ts';
import type { VerificationInputKey } from '../keys/resolve.ts';
import type { JsonObject, JsonValue } from '../token/json.ts';
import { readVerifier, VERIFIER_OPTIONS, type VerifierOptions } from '../verifier.ts';
import type { Rules } from '../verify.ts';
import { address } from './address.ts';
import { BearerError, type BearerErrorCode } from './bearer-error.ts';
import { type ChallengeParameters, challenge, printable } from './challenge.ts';
import { type BearerSource, readCredential } from './credential.ts';

export type { BearerSource } from './credential.ts';

/** Options of {@link createBearerVerifier}. */
export interface BearerOptions extends VerifierOptions {
  /** The name of the protected area, in every challenge. */
  readonly realm?: string | undefined;
  /** The address of the metadata (RFC 9728 section 5.1), in every challenge. */
  readonly resourceMetadata?: string | undefined;
}

/** Requirements of one route. */
export interface BearerRequirements {
  /** The scopes that the token must have, all of them. A string is one scope, or several with spaces between them. */
  readonly scope?: string | readonly string[];
}

/** A request whose token satisfies the rules. */
export interface VerifiedBearer<C> {
  readonly claims: C;
  readonly token: string;
  /** The scopes of the token, from `scope` or `scp`. */
  readonly scopes: readonly string[];
}

/** Verifies the bearer tokens of requests, and answers those that it rejects. */
export interface BearerVerifier<C> {
  /**
   * Verifies the token of a request. Pass the request, its headers, or the value of its Authorization header.
   *
   * @throws {@link BearerError}; {@link InvalidKeyError} and {@link InvalidArgumentError} for a mistake in the configuration
   */
  verify(source: BearerSource, requirements?: BearerRequirements): Promise<VerifiedBearer<C>>;
  /**
   * The answer for a {@link BearerError}: a challenge (RFC 6750 section 3) and problem details (RFC 9457). Any other error
   * is thrown again.
   */
  respond(error: unknown): Response;
}

const OPTIONS = {
  ...VERIFIER_OPTIONS,
  realm: optional(printable),
  resourceMetadata: optional(address),
} as const;

/** `scope-token` (RFC 6749 section 3.3). */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

const REQUIREMENTS = {
  scope: narrowing((value, argument) => {
    const parts: unknown = typeof value === 'string' ? value.split(' ') : value;
    return list(scopeToken, { min: 1, max: 100 })(parts, argument, true);
  }),
} as const;

function scopeToken(value: unknown, argument: string): string {
  const scope = printable(value, argument);
  if (SCOPE.test(scope)) return scope;
  return printable(undefined, argument);
}

/** The value of `Retry-After` if the keys cannot be fetched. */
const RETRY_AFTER_SECONDS = 10;

/** Room for the scheme and spaces around a token of the maximum length. */
const SCHEME_LENGTH = 64;

/**
 * Creates a verifier of bearer tokens in the Authorization header (RFC 6750). Tokens in queries and bodies are ignored.
 *
 * @throws {@link InvalidArgumentError} `ERR_INVALID_ARGUMENT`
 * @see RFC 6750, RFC 9728 section 5.1
 * @example
 * const bearer = createBearerVerifier(keySet, { algorithms: ['ES256'], issuer: 'https://auth.example.com', audience: 'api' });
 * const handler = (request: Request) =>
 *   bearer.verify(request, { scope: 'read' }).then(({ claims }) => Response.json(claims.sub), bearer.respond);
 */
export function createBearerVerifier<S extends StandardSchemaV1>(
  key: VerificationInputKey,
  rules: SchemaRules<S>,
  options?: BearerOptions,
): BearerVerifier<SchemaClaims<S>>;
export function createBearerVerifier<C extends object = Claims>(
  key: VerificationInputKey,
  rules: Rules,
  options?: BearerOptions,
): BearerVerifier<C & RegisteredClaims>;
export function createBearerVerifier(
  key: VerificationInputKey,
  rules: Rules,
  options: BearerOptions = {},
): BearerVerifier<unknown> {
  const { realm, resourceMetadata, ...verifierOptions } = readOptions(options, OPTIONS);
  const { verify, maxTokenLength } = readVerifier(key, rules, verifierOptions);

  function rejection(
    code: BearerErrorCode,
    message: string,
    parameters: ChallengeParameters,
    cause?: unknown,
  ): BearerError {
    const header = challenge({ realm, resource_metadata: resourceMetadata, ...parameters });
    return new BearerError(
      code,
      message,
      { 'WWW-Authenticate': header },
      cause === undefined ? {} : { cause },
    );
  }

  async function verifyToken(token: string): ReturnType<typeof verify> {
    try {
      return await verify(token);
    } catch (error) {
      if (!(error instanceof JwtError) || error.blame === 'configuration') throw error;
      if (error.blame === 'outage') throw unavailable(error);
      const description =
        error.code === 'ERR_TOKEN_EXPIRED' ? 'The access token expired.' : 'The access token is not valid.';
      throw rejection(
        'ERR_BEARER_TOKEN',
        description,
        { error: 'invalid_token', error_description: description },
        error,
      );
    }
  }

  return {
    async verify(source, requirements = {}) {
      const { scope: required = [] } = readOptions(requirements, REQUIREMENTS, 'requirements');
      const credential = readCredential(source, maxTokenLength + SCHEME_LENGTH);
      if (credential.kind === 'none')
        throw rejection(
          'ERR_BEARER_MISSING',
          'The request has no bearer token. Send it in the Authorization header.',
          {},
        );
      if (credential.kind === 'malformed') {
        throw rejection('ERR_BEARER_REQUEST', credential.reason, {
          error: 'invalid_request',
          error_description: credential.reason.replaceAll('"', "'"),
        });
      }
      const { token } = credential;
      const { claims, result } = await verifyToken(token);
      const scopes = scopesOf(claims);
      if (!required.every((one) => scopes.includes(one))) {
        throw rejection('ERR_BEARER_SCOPE', 'The access token does not have the required scope.', {
          error: 'insufficient_scope',
          error_description: 'The access token does not have the required scope.',
          scope: required.join(' '),
        });
      }
      return { claims: result, token, scopes };
    },
    respond,
  };
}

function unavailable(cause: CountersignError): BearerError {
  return new BearerError(
    'ERR_BEARER_UNAVAILABLE',
    'The keys to verify access tokens are unavailable. Try again later.',
    { 'Retry-After': String(RETRY_AFTER_SECONDS) },
    { cause },
  );
}

/** The scopes of a token: `scope` with spaces (RFC 8693 section 4.2), or `scp` as some servers write it. */
function scopesOf({ scope, scp }: JsonObject): readonly string[] {
  const value = scope ?? scp;
  const parts: readonly JsonValue[] =
    typeof value === 'string' ? value.split(' ') : isList(value) ? value : [];
  return Object.freeze(parts.filter((part) => typeof part === 'string').filter((part) => part !== ''));
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function respond(error: unknown): Response {
  if (!(error instanceof BearerError)) throw error;
  const { status, code, message } = error;
  const problem = { type: 'about:blank', title: TITLES[status], status, detail: message, code };
  return new Response(JSON.stringify(problem), {
    status,
    headers: { ...error.headers, 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' },
  });
}

/** The reason phrases of the status codes (RFC 9110 section 15). */
const TITLES = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  503: 'Service Unavailable',
} as const;
