type Sign = readonly [pattern: RegExp, name: string];

/** Other kinds of text that are pasted here, in the order of the search. */
const SIGNS: readonly Sign[] = [
  [
    /^v[1-4]\.(local|public)\./,
    'This is a PASETO, another format of tokens. This page reads JSON Web Tokens only.',
  ],
  [
    /^<(\?xml|\w*:?(Assertion|Response)\b)/,
    'This is SAML, which is XML. This page reads JSON Web Tokens only.',
  ],
  [/^PHNhbWx|^PD94bWwg/, 'This is SAML in Base64. This page reads JSON Web Tokens only.'],
  [
    /^\{[\s\S]{0,100000}"signatures?"\s*:/,
    'This is a JWS in JSON form. Only the compact form is read: header.payload.signature.',
  ],
  [
    /^\{[\s\S]{0,100000}"ciphertext"\s*:/,
    'This is a JWE in JSON form. Only the compact form is read, with four dots.',
  ],
  [
    /^[\w+/-]+={1,2}\.|^[\w+/-]+={0,2}\.[\w+/-]+={1,2}\./,
    'The parts of this token are padded with "=". A JSON Web Token is base64url without padding.',
  ],
  [/^eyJ[\w-]+\.[\w-]*$/, 'This has two parts. A JSON Web Token has three; the signature is missing.'],
  [
    /^[\w.~+/=-]{16,}$/,
    'This may be an opaque token: random text whose meaning only its issuer knows. Ask its introspection endpoint.',
  ],
];

const NO_TOKEN =
  'There is no token in this text. A token has three base64url parts between dots, and the first is JSON.';

/** Names a text in which no token was found. */
export function nameOf(text: string): string {
  const trimmed = text.trim().replace(/^Bearer\s+/i, '');
  return SIGNS.find(([pattern]) => pattern.test(trimmed))?.[1] ?? NO_TOKEN;
}
