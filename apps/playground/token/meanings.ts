/** The meaning of a header parameter or claim, and its source. In maps, because a claim may be named `constructor`. */
export type Meaning = readonly [meaning: string, source: string];

export const HEADER_MEANINGS: ReadonlyMap<string, Meaning> = new Map(
  Object.entries<Meaning>({
    alg: ['The algorithm of the signature. The verifier decides which ones it accepts.', 'RFC 7515 §4.1.1'],
    typ: ['The type of the token', 'RFC 7515 §4.1.9'],
    cty: ['The type of the content', 'RFC 7515 §4.1.10'],
    kid: ['The id of the issuer’s key: a hint, chosen by the sender', 'RFC 7515 §4.1.4'],
    jku: ['An address of keys. Never followed: the sender chose it.', 'RFC 7515 §4.1.2'],
    jwk: ['A key. Never used: the sender chose it.', 'RFC 7515 §4.1.3'],
    x5u: ['An address of a certificate. Never followed: the sender chose it.', 'RFC 7515 §4.1.5'],
    x5c: ['A certificate chain. Never used as it is: the sender chose it.', 'RFC 7515 §4.1.6'],
    x5t: ['The SHA-1 fingerprint of a certificate', 'RFC 7515 §4.1.7'],
    'x5t#S256': ['The SHA-256 fingerprint of a certificate', 'RFC 7515 §4.1.8'],
    crit: ['Extensions that a verifier must understand, or refuse', 'RFC 7515 §4.1.11'],
    b64: ['Whether the payload is encoded', 'RFC 7797 §3'],
    enc: ['How the content is encrypted', 'RFC 7516 §4.1.2'],
    zip: ['The content is compressed before it is encrypted', 'RFC 7516 §4.1.3'],
    epk: ['The sender’s one-time public key', 'RFC 7518 §4.6.1.1'],
  }),
);

export const CLAIM_MEANINGS: ReadonlyMap<string, Meaning> = new Map(
  Object.entries<Meaning>({
    iss: ['Issuer: who made it', 'RFC 7519 §4.1.1'],
    sub: ['Subject: whom it is about', 'RFC 7519 §4.1.2'],
    aud: ['Audience: whom it is for; anyone else must refuse it', 'RFC 7519 §4.1.3'],
    exp: ['Expiry: from then on it must be refused', 'RFC 7519 §4.1.4'],
    nbf: ['Not before: until then it must be refused', 'RFC 7519 §4.1.5'],
    iat: ['Issued at', 'RFC 7519 §4.1.6'],
    jti: ['Token id: tells it from every other', 'RFC 7519 §4.1.7'],
    client_id: ['The application that asked for it', 'RFC 8693 §4.3'],
    scope: ['Permissions of the token', 'RFC 8693 §4.2'],
    roles: ['Roles of the subject', 'RFC 9068 §2.2.3.1'],
    groups: ['Groups of the subject', 'RFC 9068 §2.2.3.1'],
    entitlements: ['Rights of the subject', 'RFC 9068 §2.2.3.1'],
    act: ['The party that acts for the subject', 'RFC 8693 §4.1'],
    cnf: ['The key whose holder may use it', 'RFC 7800 §3.1'],
    auth_time: ['When the subject logged in', 'OpenID Connect Core §2'],
    nonce: ['Ties it to one login', 'OpenID Connect Core §2'],
    acr: ['How thoroughly the subject was authenticated', 'OpenID Connect Core §2'],
    amr: ['By which methods the subject was authenticated', 'RFC 8176 §1'],
    azp: ['The party it was issued to', 'OpenID Connect Core §2'],
    sid: ['The session that it belongs to', 'OpenID Connect Front-Channel Logout §3'],
    at_hash: ['Digest of the access token beside it', 'OpenID Connect Core §3.1.3.6'],
    c_hash: ['Digest of the code beside it', 'OpenID Connect Core §3.3.2.11'],
    email: ['E-mail address', 'OpenID Connect Core §5.1'],
    email_verified: ['Whether the address was verified', 'OpenID Connect Core §5.1'],
    name: ['Full name', 'OpenID Connect Core §5.1'],
    preferred_username: ['Name that the subject goes by', 'OpenID Connect Core §5.1'],
    updated_at: ['When these facts last changed', 'OpenID Connect Core §5.1'],
    events: ['The events that the token reports', 'RFC 8417 §2.2'],
    _sd: ['Digests of claims that are shown only on purpose', 'RFC 9901 §4.2.4.1'],
  }),
);

/** The name of each signature algorithm. */
export const ALGORITHM_MEANINGS: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    HS256: 'HMAC with SHA-256: the key that verifies it can also sign',
    HS384: 'HMAC with SHA-384: the key that verifies it can also sign',
    HS512: 'HMAC with SHA-512: the key that verifies it can also sign',
    RS256: 'RSA (PKCS #1 v1.5) with SHA-256',
    RS384: 'RSA (PKCS #1 v1.5) with SHA-384',
    RS512: 'RSA (PKCS #1 v1.5) with SHA-512',
    PS256: 'RSA-PSS with SHA-256',
    PS384: 'RSA-PSS with SHA-384',
    PS512: 'RSA-PSS with SHA-512',
    ES256: 'ECDSA on P-256 with SHA-256',
    ES384: 'ECDSA on P-384 with SHA-384',
    ES512: 'ECDSA on P-521 with SHA-512',
    Ed25519: 'Ed25519',
    EdDSA: 'An Edwards curve that it does not name; Ed25519 in practice',
    'ML-DSA-44': 'ML-DSA-44, which resists quantum computers',
    'ML-DSA-65': 'ML-DSA-65, which resists quantum computers',
    'ML-DSA-87': 'ML-DSA-87, which resists quantum computers',
  }),
);
