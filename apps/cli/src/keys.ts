import { readFile } from 'node:fs/promises';
import {
  type Algorithm,
  algorithms,
  createKeySet,
  createRemoteKeySet,
  importKey,
  type Jwks,
  type Key,
  type KeySet,
  type SigningKey,
  type VerificationKey,
} from '@countersign/jwt';
import { type Arguments, type Options, UsageError } from './args/command.ts';
import { fileError, type Io, readFileArgument } from './io/io.ts';
import { readSecret, requireSecret, secretOptions } from './io/secret.ts';

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
  },
};

/** The key's text, from wherever it was said to be. */
export function readKeyText(args: Arguments, io: Io): Promise<string> {
  return requireSecret('key', 'The key', args, io);
}

/** The passphrase that a private key may need; never asked for. */
export async function readPassphrase(args: Arguments, io: Io): Promise<{ readonly passphrase?: string }> {
  const passphrase = await readSecret('passphrase', args, io);
  return passphrase === undefined ? {} : { passphrase };
}

/** The key set of `--jwks`. */
export async function readKeySet(source: string): Promise<KeySet> {
  if (/^https?:\/\//.test(source)) return createRemoteKeySet(source);
  const text = await readFile(source, 'utf8').catch((error: unknown) => {
    throw fileError(source, error);
  });
  return createKeySet(parseJwks(text, source));
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
  const text = (await readFileArgument(path, io)).toString();
  return importText(text, algorithm, args, io);
}

/** The algorithm that a key is for when nobody says so: the first that it fits. */
const CANDIDATES: readonly Algorithm[] = [
  'RS256',
  'ES256',
  'ES384',
  'ES512',
  'Ed25519',
  'ML-DSA-44',
  'ML-DSA-65',
  'ML-DSA-87',
  'HS256',
];

async function importText(
  text: string,
  algorithm: Algorithm | undefined,
  args: Arguments,
  io: Io,
): Promise<Key> {
  const passphrase = await readPassphrase(args, io);
  if (algorithm !== undefined) return importKey(text, { algorithm, ...passphrase });
  let first: unknown;
  for (const candidate of [...jwkAlgorithm(text), ...CANDIDATES]) {
    try {
      return await importKey(text, { algorithm: candidate, ...passphrase });
    } catch (error) {
      first ??= error;
    }
  }
  throw first;
}

function jwkAlgorithm(text: string): readonly Algorithm[] {
  const name = /"alg"\s*:\s*"([A-Za-z0-9-]+)"/.exec(text)?.[1];
  return name === undefined ? [] : algorithmsOf([name]);
}

/** Checks names from the command line. @throws UsageError */
export function algorithmsOf(names: readonly string[]): readonly Algorithm[] {
  return names.flatMap((name) => {
    const found = algorithms.find((algorithm) => algorithm.toLowerCase() === name.toLowerCase());
    if (!found)
      throw new UsageError(
        `There is no algorithm ${JSON.stringify(name.slice(0, 30))}; there are ${algorithms.join(', ')}.`,
      );
    return [found];
  });
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
