import { type Algorithm, algorithms, type ImportKeyOptions, importKey, type Key } from '@countersign/jwt';
import type { Values } from '../../args/option.ts';
import {
  type passphraseOptions,
  passphraseSource,
  readSecret,
  type Secret,
  secretText,
} from '../../args/secret.ts';
import { UsageError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { promptHidden } from '../../io/prompt.ts';

type PassphraseValues = Values<ReturnType<typeof passphraseOptions>>;

/** More than the default of a server: the file is the user's, and nobody else waits. */
const MAX_OPENSSH_ROUNDS = 1024;

/** The requested use of a key. */
export interface KeyRequest {
  /** Undefined: the algorithm that the key names or fits. */
  readonly algorithm: Algorithm | undefined;
  readonly allowWeakKey: boolean;
}

/** Imports a key from a file's content. */
export async function importSecret(
  key: Secret,
  { algorithm, allowWeakKey }: KeyRequest,
  options: PassphraseValues,
  io: Io,
): Promise<Key> {
  return importKey(key, {
    algorithm: algorithm ?? algorithmsOf(key),
    allowWeakKey,
    ...(!algorithm?.startsWith('HS') && derFormat(key)),
    ...(await readPassphrase(key, options, io)),
  });
}

/** The passphrase of an encrypted key: given, or asked for. @throws UsageError */
async function readPassphrase(
  key: Secret,
  options: PassphraseValues,
  io: Io,
): Promise<Pick<ImportKeyOptions, 'passphrase' | 'maxRounds'>> {
  const rounds = typeof key === 'string' && key.includes('OPENSSH') ? { maxRounds: MAX_OPENSSH_ROUNDS } : {};
  const given = await readSecret(passphraseSource(options), io);
  if (given !== undefined) return { passphrase: secretText(given, 'The passphrase'), ...rounds };
  if (!isEncrypted(key)) return {};
  const typed = await promptHidden('The passphrase: ', io);
  if (typed !== undefined) return { passphrase: typed, ...rounds };
  throw new UsageError(
    'The private key is encrypted. Pass its passphrase with --passphrase-file, --passphrase-env or --passphrase-fd.',
  );
}

/** Whether a key is encrypted: PKCS#8, traditional PEM (RFC 1421) or OpenSSH. */
function isEncrypted(key: Secret): boolean {
  if (typeof key !== 'string') return false;
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(key)) return true;
  const openSsh = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]{1,200})/.exec(key)?.[1];
  return openSsh !== undefined && Buffer.from(openSsh, 'base64').subarray(0, 64).includes('bcrypt');
}

const PAIR_ALGORITHMS = algorithms.filter((algorithm) => !algorithm.startsWith('HS'));

/** The algorithms that a key can be for: the one in a JWK, those of key pairs, or HMAC. */
function algorithmsOf(key: Secret): readonly Algorithm[] {
  const named = namedAlgorithm(key);
  if (named !== undefined) return [named];
  const isPair = isKeyFile(key) && !(typeof key === 'string' && /"kty"\s*:\s*"oct"/.test(key));
  return isPair ? PAIR_ALGORITHMS : ['HS256'];
}

/** The format of DER, or of DER in Base64 as in the settings of Keycloak. */
function derFormat(key: Secret): Pick<ImportKeyOptions, 'format'> {
  if (typeof key !== 'string') return isDer(key) ? { format: 'der' } : {};
  const isBase64 = /^M[A-Za-z0-9+/\s]+={0,2}\s*$/.test(key) && isDer(Buffer.from(key, 'base64'));
  return isBase64 ? { format: 'base64' } : {};
}

/** Whether bytes are a DER sequence of exactly their length. */
function isDer(key: Uint8Array): boolean {
  if (key[0] !== 0x30) return false;
  const first = key[1] ?? 0;
  if (first < 0x80) return key.length === 2 + first;
  const start = 2 + (first & 0x7f);
  return key.length === start + key.subarray(2, start).reduce((sum, byte) => sum * 256 + byte, 0);
}

/** Whether text or bytes are a key file, not a secret. */
export function isKeyFile(key: Secret): boolean {
  if (derFormat(key).format !== undefined) return true;
  return typeof key === 'string' && /---- ?BEGIN |"kty"|^(ssh|ecdsa|sk-)-?[a-z0-9-]* /m.test(key);
}

/** The algorithm in a JWK. */
export function namedAlgorithm(key: Secret): Algorithm | undefined {
  if (typeof key !== 'string' || !key.trimStart().startsWith('{')) return undefined;
  try {
    const jwk: unknown = JSON.parse(key);
    const name = typeof jwk === 'object' && jwk !== null && 'alg' in jwk ? jwk.alg : undefined;
    return algorithms.find((algorithm) => algorithm === name);
  } catch {
    return undefined;
  }
}
