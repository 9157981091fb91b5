import * as core from '@countersign/core';
import * as coreNode from '@countersign/core/node';
import * as webhooks from '@countersign/core/webhooks';
import * as jwt from '@countersign/jwt';
import * as http from '@countersign/jwt/http';
import * as jwtNode from '@countersign/jwt/node';
import * as password from '@countersign/password';
import * as passwordNode from '@countersign/password/node';

/** Every public function by its name. */
export const API: Readonly<Record<string, unknown>> = {
  ...coreNode,
  ...jwtNode,
  ...passwordNode,
  ...core,
  ...webhooks,
  ...jwt,
  ...http,
  ...password,
};

/** A valid call of a public function. */
export interface Call {
  /** Creates new arguments, because a call can change them. */
  readonly args: () => unknown[];
  /** The part of a result to compare. Default: all of it. */
  readonly observe?: (result: never) => unknown;
  /** The function to call, if it is not the one of the row's name. */
  readonly run?: (...args: never[]) => unknown;
}

const NOW = new Date('2026-01-01T00:00:00Z');
const EXP = NOW.getTime() / 1000 + 600;
const secret = () => Uint8Array.from({ length: 64 }, (_, index) => index + 1);
const salt = () => Uint8Array.from({ length: 16 }, (_, index) => index);
const claims = () => ({ iss: 'https://a.example', sub: 'ann', aud: 'api', exp: EXP, roles: ['x'] });
const rules = () => ({
  algorithms: ['HS256'],
  audience: 'api',
  issuer: 'https://a.example',
  now: NOW,
  leeway: 5,
});
const token = jwtNode.signSync(claims(), secret(), { algorithm: 'HS256' });
const jws = jwtNode.signJwsSync('payload', secret(), { algorithm: 'HS256' });
const { privateKey, publicKey } = await jwt.generateKey('ES256', { keyId: 'one' });
const jwk = { ...(await jwt.exportKey(privateKey, 'jwk')) };
const publicJwk = { ...(await jwt.exportKey(publicKey, 'jwk')) };
const HASH = '$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$';
const CHEAP = { algorithm: 'argon2id', memory: 7168, passes: 5, parallelism: 1 } as const;
const encoded = await new password.PasswordHasher({ hash: CHEAP }).hash('open sesame');
const reset = password.createResetToken({ now: NOW });
const source = () => ({ count: async () => 0 });

const metadata = async () => Response.json({ issuer: 'https://a.example', jwks_uri: 'https://a.example/k' });

const length = (result: { readonly length: number }): number => result.length;
const kind = (result: unknown): string => typeof result;

export const CALLS: Readonly<Record<string, Call | readonly Call[]>> = {
  // core
  algorithmsAvailable: { args: () => [], observe: (set: ReadonlySet<string>) => set.size },
  choice: { args: () => [['a', 'a']] },
  compareDigest: { args: () => [salt(), salt()] },
  createHash: {
    args: () => ['blake2b', { length: 16, key: salt(), personalization: 'p' }],
    observe: (state: core.Hash) => state.digest('hex'),
  },
  createHmac: {
    args: () => ['sha256', secret()],
    observe: (state: core.Hmac) => state.update('m').digest('hex'),
  },
  createWebhookVerifier: {
    args: () => ['github', secret(), { tolerance: 300, now: NOW }],
    observe: (verify: ReturnType<typeof webhooks.createWebhookVerifier>) =>
      verify('{}', webhooks.signWebhook('github', secret(), '{}')),
  },
  fromBase64: { args: () => ['AQI='] },
  fromBase64Url: { args: () => ['AQI'] },
  fromHex: { args: () => ['0102'] },
  fromUtf8: { args: () => [Uint8Array.of(65)] },
  hash: { args: () => ['blake2b', salt(), { length: 16, salt: salt(), encoding: 'hex' }] },
  hashFile: { args: () => ['blake2b', import.meta.filename, { length: 16, encoding: 'hex' }] },
  // A stream is read later, so its parts are text here: they cannot be copied when the function is called.
  hashStream: { args: () => ['blake2b', ['part'], { length: 16, encoding: 'hex' }] },
  hkdf: {
    args: () => [secret(), { algorithm: 'sha256', salt: salt(), info: 'i', length: 16, encoding: 'hex' }],
  },
  hmac: { args: () => ['sha256', secret(), salt(), { encoding: 'hex' }] },
  isCountersignError: { args: () => [new core.InvalidArgumentError('x', 'x')] },
  pbkdf2: {
    args: () => [salt(), salt(), { algorithm: 'sha256', iterations: 2, length: 16, encoding: 'hex' }],
  },
  randomBelow: { args: () => [1000], observe: kind },
  randomBits: { args: () => [8], observe: kind },
  randomText: { args: () => [8, 'ab'], observe: length },
  randomUuid: { args: () => [{ version: 7 }], observe: length },
  resolveAlgorithm: { args: () => ['sha256'] },
  sample: { args: () => [['a', 'a'], 1] },
  scrypt: {
    args: () => [salt(), salt(), { cost: 2, blockSize: 1, parallelization: 1, length: 16, encoding: 'hex' }],
  },
  shuffle: { args: () => [['a', 'a']] },
  signWebhook: {
    args: () => ['standard', secret(), salt(), { id: 'msg_1', timestamp: 1_767_225_600 }],
    // Without the options the id is random.
    observe: (headers: Readonly<Record<string, string>>) =>
      headers['webhook-id'] === 'msg_1' ? headers : Object.keys(headers),
  },
  textFromBase64Url: { args: () => ['YQ'] },
  textToBase64Url: { args: () => ['a'] },
  toBase64: { args: () => [salt()] },
  toBase64Url: { args: () => [salt()] },
  toHex: { args: () => [salt()] },
  tokenBytes: { args: () => [8], observe: length },
  tokenHex: { args: () => [8], observe: length },
  tokenUrlSafe: { args: () => [8], observe: length },
  utf8: { args: () => ['a'] },
  verifyHmac: {
    args: () => ['sha256', secret(), salt(), core.hmac('sha256', secret(), salt()), { tagLength: 32 }],
  },
  // jwt
  accessTokenRules: { args: () => [{ issuer: 'https://a.example', audience: 'api', algorithms: ['RS256'] }] },
  checkClaims: { args: () => [claims(), { audience: 'api', now: NOW }] },
  createBearerVerifier: {
    args: () => [secret(), rules(), { realm: 'r' }],
    observe: (verifier: http.BearerVerifier<unknown>) =>
      verifier.verify(`Bearer ${token}`).then(({ scopes }) => scopes),
  },
  createKeySet: { args: () => [{ keys: [publicJwk] }], observe: kind },
  createRemoteKeySet: {
    args: () => ['https://a.example/keys', { timeout: 5, headers: { a: 'b' } }],
    observe: kind,
  },
  createRevocationList: {
    args: () => [{ leeway: 5, now: NOW }],
    observe: (list: http.RevocationList) => {
      list.revoke({ ...claims(), jti: 'one' });
      return list.size;
    },
  },
  createSigner: {
    args: () => [secret(), { algorithm: 'HS256', subject: 'ann', issuedAt: false }],
    observe: (sign: jwt.Signer) => sign({ a: 1 }),
  },
  createVerifier: {
    args: () => [secret(), rules(), { cacheSize: 1 }],
    observe: (verify: jwt.Verifier<unknown>) => verify(token),
  },
  decodeUnverified: { args: () => [token, { maxTokenLength: 4096 }] },
  discoverKeySet: {
    args: () => ['https://a.example', { fetch: metadata, timeout: 5, headers: { a: 'b' } }],
    observe: kind,
  },
  exportKey: { args: () => [publicKey, 'jwk'] },
  externalKey: {
    args: () => [{ algorithm: 'ES256', keyId: 'kms', sign: async () => secret() }],
    observe: (key: jwt.Key) => [key.kind, key.keyId],
  },
  generateKey: { args: () => ['HS256', { keyId: 'one' }], observe: (key: jwt.Key) => [key.kind, key.keyId] },
  importKey: [
    {
      args: () => [{ ...jwk }, { algorithm: 'ES256', keyId: 'two' }],
      observe: (key: jwt.Key) => jwt.thumbprint(key),
    },
    { args: () => [secret(), { algorithm: 'HS256' }], observe: (key: jwt.Key) => jwt.thumbprint(key) },
  ],
  lint: { args: () => [token, { now: NOW }] },
  parseClaims: { args: () => ['{"sub":"ann"}'] },
  protectedResourceMetadata: {
    args: () => [
      { resource: 'https://a.example', authorizationServers: ['https://b.example'], scopes: ['x'] },
    ],
  },
  publicKeyOf: { args: () => [privateKey], observe: (key: jwt.Key) => jwt.thumbprint(key) },
  sign: {
    args: () => [
      claims(),
      secret(),
      { algorithm: 'HS256', tokenId: 'x', expiresIn: 60, now: NOW, issuedAt: false },
    ],
  },
  signJws: { args: () => [salt(), secret(), { algorithm: 'HS256', keyId: 'x' }] },
  signJwsSync: { args: () => [salt(), secret(), { algorithm: 'HS256', keyId: 'x' }] },
  signSync: { args: () => [claims(), secret(), { algorithm: 'HS256', tokenId: 'x', issuedAt: false }] },
  thumbprint: { args: () => [publicKey] },
  validateClaims: { args: () => [claims(), { audience: 'api', now: NOW }] },
  verify: [
    { args: () => [token, secret(), rules()] },
    { args: () => [token, { kty: 'oct', k: core.toBase64Url(secret()) }, rules()] },
  ],
  verifyComplete: { args: () => [token, secret(), rules()] },
  verifyJws: { args: () => [jws, secret(), { algorithms: ['HS256'] }] },
  verifyJwsSync: { args: () => [jws, secret(), { algorithms: ['HS256'] }] },
  verifySync: { args: () => [token, secret(), rules()] },
  // password
  argon2: {
    args: () => [salt(), salt(), { memory: 64, passes: 1, parallelism: 1, length: 16, encoding: 'hex' }],
  },
  blocklistFile: { args: () => [import.meta.filename], observe: kind },
  buildBlocklist: { args: () => [['password', 'letmein']], observe: kind },
  calibrate: { args: () => [{ memory: 7168, target: 0.001 }], observe: kind },
  checkBreached: { args: () => ['open sesame', { source: source(), onFailure: 'closed' }] },
  checkPassword: { args: () => ['open sesame', [password.minLength(8)]] },
  compositionRequired: { args: () => [{ digits: 1 }], observe: kind },
  createResetToken: {
    args: () => [{ bytes: 16, expiresIn: 60, now: NOW }],
    observe: ({ token: made }: password.ResetToken) => made.length,
  },
  entropyBits: { args: () => [{ length: 12, digits: 2 }] },
  estimateStrength: {
    args: () => ['open sesame', { inputs: ['ann'] }],
    observe: ({ score }: password.Strength) => score,
  },
  generatePassphrase: { args: () => [{ words: 6, separator: ' ' }], observe: kind },
  generatePassword: { args: () => [{ length: 21, digits: 2 }], observe: length },
  hashPassword: {
    args: () => ['open sesame', { ...CHEAP }],
    observe: (made: string) => made.split('$').slice(0, 4),
  },
  identify: { args: () => [encoded] },
  maxLength: { args: () => [64], observe: kind },
  minLength: { args: () => [8], observe: kind },
  minStrength: { args: () => [3, ['ann']], observe: kind },
  needsRehash: { args: () => [encoded, { hash: { ...CHEAP } }] },
  nistPolicy: { args: () => [{ mfa: true, context: ['ann'] }], observe: length },
  notBreached: { args: () => [{ source: source() }], observe: kind },
  notCommon: { args: () => [], observe: kind },
  notListed: { args: () => [['password']], observe: kind },
  notPredictable: { args: () => [], observe: kind },
  parsePasswordRules: { args: () => ['minlength: 8; required: digit;'] },
  passphraseEntropyBits: { args: () => [{ words: 6 }] },
  passwordRuntime: { args: () => [], observe: kind },
  rangeApi: { args: () => [{ timeout: 5, cacheSize: 10 }], observe: kind },
  rangeDirectory: { args: () => [import.meta.dirname], observe: kind },
  resetDigest: { args: () => [reset.token] },
  resetUrl: { args: () => ['https://a.example/reset', reset.token, { place: 'query', parameter: 't' }] },
  storedHash: {
    args: () => [{ algorithm: 'pbkdf2-sha256', salt: salt(), iterations: 1000, hash: secret().slice(0, 32) }],
  },
  verifyPassword: { args: () => ['open sesame', encoded] },
  verifyResetToken: {
    args: () => [reset.token, { digest: reset.digest, expiresAt: reset.expiresAt }, { now: NOW }],
  },
  // Methods that take options or secrets.
  'new PasswordHasher': {
    run: (policy: password.HasherPolicy) => new password.PasswordHasher(policy).needsRehash(HASH),
    args: () => [{ hash: { ...CHEAP }, concurrency: 1, queueLength: 5 }],
  },
  'PasswordHasher.verify': {
    run: (text: string, stored: string) => new password.PasswordHasher({ hash: CHEAP }).verify(text, stored),
    args: () => ['open sesame', encoded],
  },
};
