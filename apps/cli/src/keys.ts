import {
  type Algorithm,
  algorithms,
  createKeySet,
  createRemoteKeySet,
  type ImportKeyOptions,
  InvalidKeyError,
  importKey,
  type Jwks,
  type Key,
  type KeySet,
  type SigningKey,
  type VerificationKey,
} from '@countersign/jwt';
import { type Arguments, type Options, UsageError } from './args/command.ts';
import { fileName } from './args/kinds.ts';
import { choiceOf } from './args/values.ts';
import { readFileArgument, textOf } from './io/files.ts';
import type { Io } from './io/io.ts';
import { promptHidden } from './io/prompt.ts';
import { asSecret, readSecret, requireSecret, type Secret, secretOptions, secretText } from './io/secret.ts';

/** How commands that use a key take it. */
export const keyOptions: Options = {
  ...secretOptions('key', 'the key (PEM, OpenSSH, JWK or HMAC secret)'),
  ...secretOptions('passphrase', 'the passphrase of an encrypted private key'),
};

/** How commands that verify may take a key set, too. */
export const keySetOptions: Options = {
  jwks: {
    help: 'Take the key that the token names from this JWK Set: a file, or an https URL.',
    value: 'FILE|URL',
    kind: fileName,
  },
};

/** The key, from wherever it was said to be. */
export async function readKeySecret(args: Arguments, io: Io): Promise<Secret> {
  return checkUtf8(await requireSecret('key', 'The key', args, io));
}

/** A key as it is, unless it is a text that Windows shells write. Bytes are HMAC secrets. @throws UsageError */
function checkUtf8(key: Secret): Secret {
  if (typeof key === 'string') return key;
  const isWide = ['utf-16le', 'utf-16be'].some((encoding) =>
    /-----BEGIN |"kty"|^(ssh|ecdsa)-/m.test(new TextDecoder(encoding).decode(key)),
  );
  if (isWide) throw new UsageError('The key is a text in UTF-16: save it as UTF-8.');
  return key;
}

/** More than a server is allowed by default: the file is the user's own, and nobody else waits these twenty seconds. */
const MAX_OPENSSH_ROUNDS = 1024;

/** The passphrase of a private key that needs one: given, or asked for when there is a terminal. @throws UsageError */
export async function readPassphrase(
  key: Secret,
  args: Arguments,
  io: Io,
): Promise<Pick<ImportKeyOptions, 'passphrase' | 'maxRounds'>> {
  const patience =
    typeof key === 'string' && key.includes('OPENSSH') ? { maxRounds: MAX_OPENSSH_ROUNDS } : {};
  const given = await readSecret('passphrase', 'Passphrase', args, io);
  if (given !== undefined) return { passphrase: secretText(given, 'The passphrase'), ...patience };
  if (!isEncrypted(key)) return {};
  const typed = await promptHidden('Passphrase: ', io);
  if (typed !== undefined) return { passphrase: typed, ...patience };
  throw new UsageError(
    'The private key is encrypted: give its passphrase with --passphrase-file, --passphrase-env or --passphrase-fd.',
  );
}

/** Whether a key file says that it is encrypted: PKCS#8, traditional PEM (RFC 1421), and OpenSSH, which names its KDF. */
function isEncrypted(key: Secret): boolean {
  if (typeof key !== 'string') return false;
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(key)) return true;
  const openSsh = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]{1,200})/.exec(key)?.[1];
  return openSsh !== undefined && Buffer.from(openSsh, 'base64').subarray(0, 64).includes('bcrypt');
}

/** The key set of `--jwks`. */
export function readKeySet(source: string, io: Io): KeySet {
  if (/^https?:/i.test(source)) return createRemoteKeySet(source);
  return createKeySet(parseJwks(textOf(readFileArgument(source, io)), source));
}

function parseJwks(text: string, source: string): Jwks {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${source} is not a JWK Set: it is not JSON.`);
  }
}

/** A key read from a file, for an algorithm that is named, or else tried: a file says what kind of key it holds. */
export async function importFile(
  path: string,
  algorithm: Algorithm | undefined,
  args: Arguments,
  io: Io,
): Promise<Key> {
  const key = checkUtf8(asSecret(readFileArgument(path, io), args.flag('keep-newline')));
  const options = { ...(await readPassphrase(key, args, io)), allowWeakKey: args.flag('allow-weak-key') };
  try {
    return await importKey(key, { algorithm: algorithm ?? candidates(key), ...options });
  } catch (error) {
    if (!(error instanceof InvalidKeyError)) throw error;
    const name = path === '-' ? 'standard input' : path;
    throw new InvalidKeyError(`${name}: ${error.message}`, { cause: error });
  }
}

/** The algorithms that a key may be for when nobody says so: the one that a JWK names, the first that fits a pair, or HMAC. */
function candidates(text: Secret): readonly Algorithm[] {
  if (typeof text !== 'string') return ['HS256'];
  const named = jwkAlgorithm(text);
  if (named.length > 0) return named;
  if (/"kty"\s*:\s*"oct"/.test(text)) return ['HS256'];
  const isFile = /-----BEGIN |"kty"|^(ssh|ecdsa)-/m.test(text);
  return isFile ? PAIR_ALGORITHMS : ['HS256'];
}

const PAIR_ALGORITHMS = algorithms.filter((algorithm) => !algorithm.startsWith('HS'));

function jwkAlgorithm(text: string): readonly Algorithm[] {
  const name = /"alg"\s*:\s*"([A-Za-z0-9-]+)"/.exec(text)?.[1];
  return algorithms.filter((algorithm) => algorithm === name);
}

/** The algorithm that an argument names. @throws UsageError */
export function algorithmNamed(given: string): Algorithm {
  const found = choiceOf(given, algorithms);
  if (found !== undefined) return found;
  throw new UsageError(
    `There is no algorithm ${JSON.stringify(given.slice(0, 30))}; there are ${algorithms.join(', ')}.`,
  );
}

export function isPrivateKey(key: Key): key is Key<'private'> {
  return key.kind === 'private';
}

export function isSigningKey(key: Key): key is SigningKey {
  return key.kind !== 'public';
}

export function isVerificationKey(key: Key): key is VerificationKey {
  return key.kind !== 'private';
}
