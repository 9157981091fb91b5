import type { CryptoKey } from 'jose';
import { InvalidKeyError } from '../errors.ts';
import type { Algorithm, KeyType } from './algorithms.ts';
import { toInteger } from './formats/integers.ts';
import { type KeyLimits, type KeyMaterial, keyMaterial } from './key.ts';
import { checkRsaExponent } from './rsa.ts';

interface Row {
  readonly type: KeyType;
  /** The JWS algorithms of each digest or curve. */
  readonly algorithms: Readonly<Record<string, readonly Algorithm[]>>;
}

const ED25519: readonly Algorithm[] = ['Ed25519', 'EdDSA'];

/** The keys of WebCrypto that JWS algorithms use, by name. */
const ROWS: ReadonlyMap<string, Row> = new Map<string, Row>([
  ['HMAC', { type: 'oct', algorithms: { 'SHA-256': ['HS256'], 'SHA-384': ['HS384'], 'SHA-512': ['HS512'] } }],
  [
    'RSASSA-PKCS1-v1_5',
    { type: 'RSA', algorithms: { 'SHA-256': ['RS256'], 'SHA-384': ['RS384'], 'SHA-512': ['RS512'] } },
  ],
  [
    'RSA-PSS',
    { type: 'RSA', algorithms: { 'SHA-256': ['PS256'], 'SHA-384': ['PS384'], 'SHA-512': ['PS512'] } },
  ],
  ['ECDSA', { type: 'EC', algorithms: { 'P-256': ['ES256'], 'P-384': ['ES384'], 'P-521': ['ES512'] } }],
  ['Ed25519', { type: 'OKP', algorithms: { Ed25519: ED25519 } }],
  ['ML-DSA-44', { type: 'AKP', algorithms: { 'ML-DSA-44': ['ML-DSA-44'] } }],
  ['ML-DSA-65', { type: 'AKP', algorithms: { 'ML-DSA-65': ['ML-DSA-65'] } }],
  ['ML-DSA-87', { type: 'AKP', algorithms: { 'ML-DSA-87': ['ML-DSA-87'] } }],
]);

/**
 * Reads a key that the platform holds. Its digest, its curve and its usages restrict it.
 *
 * @throws {@link InvalidKeyError}
 */
export function cryptoKeyMaterial(key: CryptoKey): KeyMaterial {
  const { algorithm } = key;
  const row = ROWS.get(algorithm.name);
  if (!row) throw new InvalidKeyError(`No JWS algorithm uses a CryptoKey for ${algorithm.name}.`);
  if ('publicExponent' in algorithm) checkExponent(algorithm.publicExponent);
  const parameter = curveOf(algorithm) ?? digestOf(algorithm) ?? algorithm.name;
  const limits: KeyLimits = {
    algorithms: row.algorithms[parameter] ?? [],
    operations: [...key.usages],
    ...('length' in algorithm && { secretBytes: Math.floor(Number(algorithm.length) / 8) }),
  };
  return keyMaterial({
    kind: key.type,
    type: row.type,
    cryptoKey: key,
    limits,
    ...(row.type !== 'oct' && row.type !== 'RSA' && { curve: parameter }),
    ...('modulusLength' in algorithm && { modulusBits: Number(algorithm.modulusLength) }),
  });
}

function checkExponent(exponent: unknown): void {
  if (exponent instanceof Uint8Array) checkRsaExponent(toInteger(exponent));
}

function curveOf(algorithm: object): string | undefined {
  return 'namedCurve' in algorithm ? String(algorithm.namedCurve) : undefined;
}

function digestOf(algorithm: object): string | undefined {
  if (!('hash' in algorithm)) return undefined;
  const { hash } = algorithm;
  return typeof hash === 'object' && hash !== null && 'name' in hash ? String(hash.name) : undefined;
}
