// Libraries that sign and verify. Each is used as its documentation advises for a server, with everything prepared.
import {
  constants,
  createHmac,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign as signBytes,
  timingSafeEqual,
  verify as verifyBytes,
} from 'node:crypto';
import { createSigner as fastSigner, createVerifier as fastVerifier } from 'fast-jwt';
import { importPKCS8, importSPKI, jwtVerify, SignJWT } from 'jose';
import jsonwebtoken from 'jsonwebtoken';
import { createSigner, createVerifier } from '../src/index.ts';

export const ALGORITHMS = ['HS256', 'RS256', 'PS256', 'ES256', 'EdDSA'] as const;

type BenchAlgorithm = (typeof ALGORITHMS)[number];

/** The functions of each library for one algorithm and one set of claims. */
export interface Contender {
  readonly name: string;
  readonly sign: () => unknown;
  readonly verify: () => unknown;
}

const now = Math.floor(Date.now() / 1000);
const issuer = 'https://auth.example.com';
const audience = 'api';
const small = { iss: issuer, sub: 'user-42', aud: audience, role: 'editor', exp: now + 3600, iat: now };

export const CLAIMS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  '6 claims': small,
  '4 KiB': {
    ...small,
    permissions: Array.from({ length: 120 }, (_, index) => `resource-${index}:read:own:value`),
  },
};

interface Keys {
  readonly signing: KeyObject;
  readonly verifying: KeyObject;
}

function keysFor(algorithm: BenchAlgorithm): Keys {
  if (algorithm === 'HS256') {
    const secret = createSecretKey(randomBytes(32));
    return { signing: secret, verifying: secret };
  }
  const { privateKey, publicKey } =
    algorithm === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : algorithm === 'EdDSA'
        ? generateKeyPairSync('ed25519')
        : generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { signing: privateKey, verifying: publicKey };
}

const pem = (key: KeyObject): string =>
  String(key.export({ format: 'pem', type: key.type === 'private' ? 'pkcs8' : 'spki' }));

/** One call of node:crypto, JSON and the claims that a careful caller would compare: the limit. */
function plain(
  algorithm: BenchAlgorithm,
  { signing, verifying }: Keys,
  claims: object,
  token: string,
): Contender {
  const header = Buffer.from(JSON.stringify({ alg: algorithm, typ: 'JWT' })).toString('base64url');
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  const raw = { dsaEncoding: 'ieee-p1363' } as const;
  const scheme = algorithm === 'PS256' ? pss : algorithm === 'ES256' ? raw : {};
  const digest = algorithm === 'EdDSA' ? null : 'sha256';
  const [signWith, verifyWith] = [
    { ...scheme, key: signing },
    { ...scheme, key: verifying },
  ];
  const signature = (input: string): string =>
    algorithm === 'HS256'
      ? createHmac('sha256', signing).update(input).digest('base64url')
      : signBytes(digest, Buffer.from(input), signWith).toString('base64url');
  const isValid = (input: string, given: Buffer): boolean =>
    algorithm === 'HS256'
      ? timingSafeEqual(createHmac('sha256', verifying).update(input).digest(), given)
      : verifyBytes(digest, Buffer.from(input), verifyWith, given);
  return {
    name: 'node:crypto',
    sign() {
      const input = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
      return `${input}.${signature(input)}`;
    },
    verify() {
      const [head = '', body = '', tail = ''] = token.split('.');
      if (!isValid(`${head}.${body}`, Buffer.from(tail, 'base64url'))) throw new Error('signature');
      const { iss, aud, exp } = JSON.parse(Buffer.from(body, 'base64url').toString());
      if (iss !== issuer || aud !== audience || exp <= Date.now() / 1000) throw new Error('claims');
      return iss;
    },
  };
}

/** All libraries, each with its own keys. */
export async function contenders(
  algorithm: BenchAlgorithm,
  claims: Readonly<Record<string, unknown>>,
): Promise<Contender[]> {
  const keys = keysFor(algorithm);
  const isHmac = algorithm === 'HS256';
  const [signText, verifyText] = isHmac ? ['', ''] : [pem(keys.signing), pem(keys.verifying)];
  const secret = isHmac ? keys.signing.export() : Buffer.alloc(0);
  const sign = createSigner(keys.signing, { algorithm });
  const verify = createVerifier(keys.verifying, { algorithms: [algorithm], issuer, audience });
  const token = await sign(claims);

  const joseSigning = isHmac ? secret : await importPKCS8(signText, algorithm);
  const joseVerifying = isHmac ? secret : await importSPKI(verifyText, algorithm);
  const joseRules = { algorithms: [algorithm], issuer, audience };
  const fastSign = fastSigner({ key: isHmac ? secret : signText, algorithm, noTimestamp: true });
  const fastVerify = fastVerifier({
    key: isHmac ? secret : verifyText,
    algorithms: [algorithm],
    allowedIss: issuer,
    allowedAud: audience,
    cache: false,
  });
  const list: Contender[] = [
    { name: '@countersign/jwt', sign: () => sign(claims), verify: () => verify(token) },
    plain(algorithm, keys, claims, token),
    { name: 'fast-jwt', sign: () => fastSign({ ...claims }), verify: () => fastVerify(token) },
    {
      name: 'jose',
      sign: () => new SignJWT(claims).setProtectedHeader({ alg: algorithm, typ: 'JWT' }).sign(joseSigning),
      verify: () => jwtVerify(token, joseVerifying, joseRules),
    },
  ];
  // jsonwebtoken has no EdDSA.
  if (algorithm !== 'EdDSA') {
    list.push({
      name: 'jsonwebtoken',
      sign: () => jsonwebtoken.sign({ ...claims }, keys.signing, { algorithm, noTimestamp: true }),
      verify: () => jsonwebtoken.verify(token, keys.verifying, { algorithms: [algorithm], issuer, audience }),
    });
  }
  return list;
}

/** Verified before: this package and fast-jwt with their caches. */
export async function cachedContenders(claims: Readonly<Record<string, unknown>>): Promise<Contender[]> {
  const secret = randomBytes(32);
  const sign = createSigner(secret, { algorithm: 'HS256' });
  const token = await sign(claims);
  const verify = createVerifier(secret, { algorithms: ['HS256'], issuer, audience }, { cacheSize: 1000 });
  const fastVerify = fastVerifier({
    key: secret,
    algorithms: ['HS256'],
    allowedIss: issuer,
    allowedAud: audience,
    cache: 1000,
  });
  return [
    { name: '@countersign/jwt', sign: () => undefined, verify: () => verify(token) },
    { name: 'fast-jwt', sign: () => undefined, verify: () => fastVerify(token) },
  ];
}
