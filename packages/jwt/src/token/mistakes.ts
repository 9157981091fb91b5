/**
 * Texts that are often passed instead of a token, and what to do about each. The first pattern that fits names the
 * mistake. Each pattern is anchored or looks for a few characters, so its time is linear.
 */
const MISTAKES: readonly (readonly [pattern: RegExp, message: string])[] = [
  [/^\s*$/, 'The token is empty. Check where it was read from.'],
  [
    /^(?:undefined|null|NaN|\[object \w+\])$/,
    'The token is the text of a missing value or of an object. Pass the token itself.',
  ],
  [/^\s*(?:proxy-)?authorization\s*:/i, 'The token is a header line. Pass only the part after the scheme.'],
  [
    /^\s*(?:bearer|dpop|jwt|token)(?:\s|%20|\+|:)/i,
    'The token starts with an authentication scheme. Remove it, as in header.replace(/^Bearer +/i, "").',
  ],
  [
    /^\s*\{[^}]*"ciphertext"/,
    'The token is an encrypted token (JWE) in the JSON serialization (RFC 7516 section 7.2). Only signed tokens (JWS) are accepted.',
  ],
  [
    /^\s*\{[^}]*"(?:payload|signatures?|protected)"/,
    'The token is in the JSON serialization (RFC 7515 section 7.2). Only the compact serialization is accepted.',
  ],
  [/^\s*[{[]/, 'The token is JSON. Pass the member that holds the token, such as access_token.'],
  [
    /^\s*(?:["'`\u201c]|&quot;|%22|\\")/,
    'The token has quotes around it. Remove them, or read it with JSON.parse.',
  ],
  [/^\ufeff/, 'The token starts with a byte order mark. Remove it.'],
  [/^\s|\s$/, 'The token has white space around it, such as a newline at the end of a file. Trim it.'],
  [/^v[1-4]\.(?:(?:local|public)\.|$)/, 'The token is a PASETO. Only JWTs (JWS, RFC 7515) are accepted.'],
  [/^https?:/i, 'The token is a URL. Pass the token that it contains.'],
  [
    /^(?:file:|\.{0,2}\/|\.{1,2}\\|~\/|[a-z]:\\)/i,
    'The token is the name of a file. Read the file, and pass its content.',
  ],
  [
    /~/,
    'The token is an SD-JWT (RFC 9901): disclosures follow after "~". Verify it with a library for SD-JWT.',
  ],
  [/\u2026|\.\.\.$/, 'The token was shortened when it was copied. Copy all of it.'],
  [/%(?:20|2B|2E|2F|3D)/i, 'The token is URL-encoded. Decode it with decodeURIComponent.'],
  [/^[\w-]+=[\w-]+\./, 'The token is a cookie or a parameter. Pass only the part after "=".'],
  [/^PHNhbW|^<|^PD94bW/, 'The token is XML, probably a SAML response. Only JWTs are accepted.'],
  [
    /=(?:\.|$)/,
    'The token is padded with "=", as AWS load balancers write it. RFC 7515 section 2 forbids padding, and the signature covers it.',
  ],
  [
    /^(?=[\w.+/-]+$)[\w.-]*[+/]/,
    'The token is in standard Base64. A JWT is in Base64url, with "-" and "_" instead of "+" and "/".',
  ],
  [
    /^[^.]*\.[^.]*\.[^.]*\.[^.]*\.[^.]*$/,
    'The token is encrypted: a JWE (RFC 7516) has five parts. Only signed tokens (JWS) are accepted. Decrypt it with a library for JWE.',
  ],
  [/^eyJ[\w-]*\.[\w-]*$/, 'The token has two parts. Its third part, the signature, is missing.'],
  [
    /^[\w~+/=-]{1,512}$/,
    'The token has no dots, so it is not a JWT. It may be an opaque token: ask its issuer by introspection (RFC 7662).',
  ],
];

/** Longer texts are not searched, in characters. */
const MAX_LENGTH = 32 * 1024;

/** The usual mistake that a malformed token shows, and what to do; undefined if none fits. */
export function describeMistake(text: string): string | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  return MISTAKES.find(([pattern]) => pattern.test(text))?.[1];
}
