import type { CoreErrorCode } from '@countersign/core';
import type { WebhookErrorCode } from '@countersign/core/webhooks';
import type { JwtErrorCode } from '@countersign/jwt';
import type { BearerErrorCode } from '@countersign/jwt/http';
import type { PasswordErrorCode } from '@countersign/password';

/** Every code that a package can raise. */
export type ErrorCode = CoreErrorCode | WebhookErrorCode | JwtErrorCode | BearerErrorCode | PasswordErrorCode;

/** The page of an error code. */
export interface ErrorText {
  readonly package: 'core' | 'jwt' | 'password';
  readonly meaning: string;
  readonly causes: readonly string[];
  readonly fix: string;
  /** The HTTP status that a service answers with. */
  readonly status: string;
}

const TOKEN_401 = '401; `createBearerVerifier` answers for you';
const BUG_500 = '500: this is a mistake in the program';

/** A new code without a text is a type error. */
export const ERROR_CODES: Readonly<Record<ErrorCode, ErrorText>> = {
  ERR_INVALID_ARGUMENT: {
    package: 'core',
    meaning: 'An argument or an option is not valid. `error.argument` has its name.',
    causes: [
      'An environment variable is missing, so that a rule such as `issuer` is `undefined`.',
      'An option has a wrong name, or a value outside its range.',
      'A parsed webhook was passed instead of its raw body.',
    ],
    fix: 'Read the message. It contains the expected value. The check happens when a signer, verifier or hasher is created, so create them at the start.',
    status: BUG_500,
  },
  ERR_ENCODING: {
    package: 'core',
    meaning: 'A text is not valid hexadecimal, Base64, Base64url or UTF-8.',
    causes: [
      'The text has white space or padding that the encoding does not allow.',
      'Base64 was read as Base64url, or the other way round.',
      'The text was cut.',
    ],
    fix: 'Use the function of the right encoding. One value has exactly one spelling, so that two texts cannot mean the same bytes.',
    status: '400, if the text comes from a request',
  },
  ERR_UNSUPPORTED: {
    package: 'core',
    meaning: 'This runtime does not have the algorithm or the function.',
    causes: [
      'The build of OpenSSL has no such digest.',
      'No Argon2 or bcrypt binding can be loaded, and the fallback is not possible either.',
    ],
    fix: 'Read the reason in the message. `algorithmsAvailable()` and `passwordRuntime()` show what this runtime has.',
    status: BUG_500,
  },
  ERR_ABORTED: {
    package: 'core',
    meaning: 'The `AbortSignal` of the call stopped it.',
    causes: ['The caller aborted, or a timeout of the signal passed.'],
    fix: 'Nothing, if you aborted on purpose. `error.cause` is the reason of the signal.',
    status: 'none: the client is gone, or 503 after a timeout',
  },
  ERR_FILE: {
    package: 'core',
    meaning: 'A file cannot be read or written.',
    causes: ['The path is wrong, or the process has no permission.', 'The path is a directory.'],
    fix: 'Check the path in the message. `error.cause` is the error of the system.',
    status: BUG_500,
  },
  ERR_WEBHOOK_HEADER: {
    package: 'core',
    meaning: 'A header of the webhook is missing, repeated or malformed.',
    causes: [
      'The request is not from the provider.',
      'A proxy removes the header.',
      'The scheme is another one.',
    ],
    fix: 'Compare the headers of the request with the scheme in the guide.',
    status: '400',
  },
  ERR_WEBHOOK_SIGNATURE: {
    package: 'core',
    meaning: 'No signature of the webhook matches a secret.',
    causes: [
      'The secret belongs to another endpoint, or has changed.',
      'The body was parsed and written again. The signature covers the raw bytes.',
    ],
    fix: 'Pass the raw body. During a rotation, pass the new and the old secret in a list.',
    status: '400',
  },
  ERR_WEBHOOK_TIMESTAMP: {
    package: 'core',
    meaning: 'The signature is valid, but too old or too new.',
    causes: [
      'Somebody repeats an old request.',
      'The clock of your server is wrong.',
      'A queue delayed the request.',
    ],
    fix: 'Synchronise the clock. Increase `tolerance` only if your queue needs it.',
    status: '400',
  },
  ERR_KEY_INVALID: {
    package: 'jwt',
    meaning: 'A key is malformed, too weak, of the wrong type, or for another algorithm.',
    causes: [
      'A file name was passed instead of the content of the file.',
      'A public key was given for signing, or an RSA key for ES256.',
      'A secret has fewer bytes than the hash of its algorithm.',
    ],
    fix: 'Import the key with `importKey(source, { algorithm })`. The message names what it found.',
    status: BUG_500,
  },
  ERR_KEY_SET: {
    package: 'jwt',
    meaning: 'A key set or the metadata of an issuer cannot be read.',
    causes: [
      'The key server is down, slow, redirects, or answers with a web page.',
      'The issuer is not exact (`blame` is `configuration`): a final slash, a path or a version is missing.',
      'Two keys fit a token without `kid`.',
    ],
    fix: 'Look at `error.blame`. For `outage`, the next call tries again after a pause. For `configuration`, correct the address.',
    status: '503 for an outage, 500 for the configuration',
  },
  ERR_KEY_NOT_FOUND: {
    package: 'jwt',
    meaning: 'No key of the set fits the `kid` and the algorithm of the token.',
    causes: [
      'Another issuer signed the token.',
      'The issuer has removed the key, or signs with a key that is not published yet.',
      'The token was made for another API (Microsoft Graph).',
    ],
    fix: 'Compare the `kid` of the token with the key set. `countersign jwt decode` shows it.',
    status: TOKEN_401,
  },
  ERR_TOKEN_ALGORITHM: {
    package: 'jwt',
    meaning: 'The header has an algorithm that `algorithms` does not list.',
    causes: ['The issuer has changed its algorithm.', 'Somebody tries `none`, or HS256 with a public key.'],
    fix: 'Add the algorithm only if your issuer really uses it.',
    status: TOKEN_401,
  },
  ERR_TOKEN_AUDIENCE: {
    package: 'jwt',
    meaning: 'The token is for another audience.',
    causes: [
      'The client asked for a token of another API.',
      'The token has an `aud`, and no rule `audience` exists.',
      'The token has no `aud`, and the rule requires one.',
    ],
    fix: 'Set `audience` to the identifier of this service. Never leave it out to make the error disappear.',
    status: TOKEN_401,
  },
  ERR_TOKEN_CLAIM: {
    package: 'jwt',
    meaning: 'A claim has a wrong value or type. `error.claim` has its name.',
    causes: [
      'The schema rejects the claims.',
      '`exp` or `nbf` is not a number.',
      'A claim cannot be written as JSON.',
    ],
    fix: 'Correct the issuer, or the schema.',
    status: TOKEN_401,
  },
  ERR_TOKEN_CLAIM_MISSING: {
    package: 'jwt',
    meaning: 'A required claim is absent. `error.claim` has its name.',
    causes: ['`require` lists it, or a rule such as `maxAge` needs it.', 'The token is of another kind.'],
    fix: 'Set the claim when you sign, or change `require`.',
    status: TOKEN_401,
  },
  ERR_TOKEN_EXPIRED: {
    package: 'jwt',
    meaning: 'The token has expired, or is older than `maxAge`.',
    causes: ['The client uses an old token.', 'The clocks differ by more than `leeway`.'],
    fix: 'The client asks for a new token. If clocks differ, allow a `leeway` of a few seconds.',
    status: TOKEN_401,
  },
  ERR_TOKEN_ID: {
    package: 'jwt',
    meaning: '`jti` is not a string, or not the expected id.',
    causes: ['The rule `tokenId` expects another token.', 'The issuer writes a number.'],
    fix: 'Compare the rule with the token.',
    status: TOKEN_401,
  },
  ERR_TOKEN_ISSUED_AT: {
    package: 'jwt',
    meaning: '`iat` is not a number of seconds.',
    causes: ['The issuer writes a text or an object.'],
    fix: 'Correct the issuer.',
    status: TOKEN_401,
  },
  ERR_TOKEN_ISSUER: {
    package: 'jwt',
    meaning: '`iss` is not an expected issuer.',
    causes: ['A final slash is missing.', 'The token is from another tenant, realm or version.'],
    fix: 'Copy the value of `iss` from a real token. The comparison is exact.',
    status: TOKEN_401,
  },
  ERR_TOKEN_MALFORMED: {
    package: 'jwt',
    meaning: 'The text is not a compact JWS with a claims set.',
    causes: [
      'The token is opaque or encrypted (five parts).',
      'The text contains `Bearer`, quotes or a line feed.',
      'A member occurs twice in the header or in the claims.',
    ],
    fix: 'Pass only the token. Ask the issuer for a JWT; many give one only for a known audience.',
    status: TOKEN_401,
  },
  ERR_TOKEN_NOT_YET_VALID: {
    package: 'jwt',
    meaning: '`nbf` or `iat` is in the future.',
    causes: ['The clocks differ.', 'The issuer writes milliseconds.'],
    fix: 'Synchronise the clocks, or allow a `leeway` of a few seconds.',
    status: TOKEN_401,
  },
  ERR_TOKEN_REVOKED: {
    package: 'jwt',
    meaning: '`isRevoked` rejected the token.',
    causes: [
      'The user has signed out, or somebody revoked the token.',
      '`isRevoked` returned something other than `false`.',
    ],
    fix: 'The client asks for a new token.',
    status: TOKEN_401,
  },
  ERR_TOKEN_SIGNATURE: {
    package: 'jwt',
    meaning: 'The signature does not belong to this token and key.',
    causes: [
      'The key is another one.',
      'The token was changed.',
      'A secret is text in one program and Base64 in another.',
    ],
    fix: 'Do not use the claims. Compare the key with `thumbprint`.',
    status: TOKEN_401,
  },
  ERR_TOKEN_SUBJECT: {
    package: 'jwt',
    meaning: '`sub` is not a string, or not the expected subject.',
    causes: ['The issuer writes a number.', 'The token belongs to another user.'],
    fix: 'Write the id as a string. Compare the rule `subject` with the token.',
    status: TOKEN_401,
  },
  ERR_BEARER_MISSING: {
    package: 'jwt',
    meaning: 'The request has no bearer token.',
    causes: [
      'The client does not send the Authorization header.',
      'The token is in a query or a cookie, which is not read.',
    ],
    fix: 'Send `Authorization: Bearer TOKEN`.',
    status: '401, with a challenge without an error',
  },
  ERR_BEARER_REQUEST: {
    package: 'jwt',
    meaning: 'The Authorization header is empty, repeated or malformed.',
    causes: ['Two headers arrive, for example from a client and a proxy.', 'The token is in quotes.'],
    fix: 'Send one header with one token.',
    status: '400, `invalid_request`',
  },
  ERR_BEARER_TOKEN: {
    package: 'jwt',
    meaning: 'The token is not valid. `error.cause` has the reason.',
    causes: ['Any error about a token: expired, another audience, a wrong signature.'],
    fix: 'Look up the code of `error.cause`.',
    status: '401, `invalid_token`',
  },
  ERR_BEARER_SCOPE: {
    package: 'jwt',
    meaning: 'The token is valid, but does not have the required scope.',
    causes: ['The client did not ask for the scope.', 'The user did not consent.'],
    fix: 'The client asks for a token with the scopes of the challenge.',
    status: '403, `insufficient_scope`',
  },
  ERR_BEARER_UNAVAILABLE: {
    package: 'jwt',
    meaning: 'The keys cannot be fetched, so no token can be verified.',
    causes: ['The key server is down, and no earlier set can be used.'],
    fix: 'Look at `error.cause`. Clients try again after `Retry-After`.',
    status: '503',
  },
  ERR_BREACH_SOURCE: {
    package: 'password',
    meaning: 'The source of breached passwords failed.',
    causes: ['The service is down or answers with something else.', 'A local list cannot be read.'],
    fix: 'Decide what a failure means: accept the password and log it, or answer 503.',
    status: '503, or none',
  },
  ERR_HASH_LIMIT: {
    package: 'password',
    meaning: 'A stored hash asks for more memory or time than the limits allow.',
    causes: ['Somebody has written to the database.', 'Old software used very high parameters.'],
    fix: 'Check the row. Increase `limits` only for hashes that you know.',
    status: '500',
  },
  ERR_HASH_MALFORMED: {
    package: 'password',
    meaning: 'A stored hash cannot be read.',
    causes: [
      'The column is too short and cut the hash.',
      'The format is unknown, or its parameters are not valid.',
    ],
    fix: '`identify(encoded)` shows the format. For another format, use `legacyVerifiers`.',
    status: '500',
  },
  ERR_HASHING_OVERLOAD: {
    package: 'password',
    meaning: 'The queue of the hasher is full, or a hash waited too long.',
    causes: ['More logins arrive than the machine can hash.'],
    fix: 'Answer 503 with `Retry-After`. See the page "At scale".',
    status: '503',
  },
  ERR_PASSWORD_RULE: {
    package: 'password',
    meaning: 'No password can satisfy the rules.',
    causes: ['The rules require more characters than the length.', 'A required class has no character.'],
    fix: 'Change the rules.',
    status: BUG_500,
  },
  ERR_PASSWORD_RULE_COMPLEX: {
    package: 'password',
    meaning: 'The rules need too much computation.',
    causes: ['Many classes, a large length, and limits of repetition together.'],
    fix: 'Use a shorter length, or fewer rules.',
    status: '400, if the rules come from a request',
  },
  ERR_PASSWORD_RULES_SYNTAX: {
    package: 'password',
    meaning: 'A `passwordrules` text cannot be parsed.',
    causes: ['A property is unknown, or a value is missing.'],
    fix: 'The message has the position.',
    status: '400, if the rules come from a request',
  },
  ERR_PASSWORD_UNUSABLE: {
    package: 'password',
    meaning: 'The password cannot be hashed as it is.',
    causes: [
      'It is empty or longer than `maxPasswordBytes`.',
      'It has characters that the normaliser does not allow.',
    ],
    fix: 'Show the message to the user when a password is chosen. At a login, treat it as a wrong password.',
    status: '422 for a new password',
  },
  ERR_PEPPER_REQUIRED: {
    package: 'password',
    meaning: 'The stored hash has no pepper, and the policy requires one.',
    causes: ['The hash was made before peppers were used.'],
    fix: 'Wrap old hashes, or accept them until the next login.',
    status: '500',
  },
  ERR_PEPPER_UNKNOWN: {
    package: 'password',
    meaning: 'The stored hash uses a pepper that is not configured.',
    causes: ['A pepper was removed too early.', 'The environment of this instance is incomplete.'],
    fix: 'Configure the pepper with this id again.',
    status: '500',
  },
};

/** The page of a code, in Markdown. */
export function errorPage(code: string, { meaning, causes, fix, status, package: name }: ErrorText): string {
  return [
    `# ${code}`,
    meaning,
    '## Causes',
    causes.map((cause) => `- ${cause}`).join('\n'),
    '## What to do',
    fix,
    '## Answer of a service',
    `${status}.`,
    `Package: [\`@countersign/${name}\`](/reference/@countersign/${name}). [All error codes](/errors/).`,
  ].join('\n\n');
}

/** The table of all codes, in Markdown. */
export function errorTable(): string {
  const rows = Object.entries(ERROR_CODES).map(
    ([code, { meaning }]) => `| [${code}](./${code}) | ${meaning} |`,
  );
  return ['| code | meaning |', '| --- | --- |', ...rows].join('\n');
}
