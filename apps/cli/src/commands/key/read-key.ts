import { InvalidKeyError, type Key, publicKeyOf } from '@countersign/jwt';
import { flag, type Values } from '../../args/option.ts';
import { asSecret, passphraseOptions, type Secret } from '../../args/secret.ts';
import { UsageError } from '../../errors.ts';
import { isStandardInput, readFileArgument } from '../../io/files.ts';
import type { Io } from '../../io/io.ts';
import { algorithmOption } from './algorithm.ts';
import { importSecret } from './import-key.ts';
import { decodeKey, keyEncodingOption } from './key-encoding.ts';

/** The options of commands that read a key file. */
export const keyFileOptions = {
  algorithm: algorithmOption('The algorithm of the key. Default: the first that fits.'),
  allowWeakKey: flag({ help: 'Accept a key that is too weak to be safe.' }),
  keyEncoding: keyEncodingOption,
  ...passphraseOptions(),
};

export type KeyFileValues = Values<typeof keyFileOptions>;

/** Reads and imports a key file. Errors name it. */
export function readKeyFile(path: string, options: KeyFileValues, io: Io): Promise<Key> {
  return importKeyFile(path, readKeyText(path, options, io), options, io);
}

/** The content of a key file. */
export function readKeyText(path: string, options: KeyFileValues, io: Io): Secret {
  return decodeKey(asSecret(readFileArgument(path, io), options.keepNewline), options.keyEncoding);
}

/** Imports the content of a key file. */
export async function importKeyFile(path: string, key: Secret, options: KeyFileValues, io: Io): Promise<Key> {
  const { algorithm, allowWeakKey } = options;
  try {
    return await importSecret(key, { algorithm, allowWeakKey }, options, io);
  } catch (error) {
    if (!(error instanceof InvalidKeyError)) throw error;
    const name = isStandardInput(path) ? 'standard input' : path;
    throw new InvalidKeyError(`${name}: ${error.message}`, { cause: error });
  }
}

/** The public half of a key. @throws UsageError for a secret */
export function publicHalf(key: Key): Key {
  if (key.kind === 'secret') throw new UsageError('The key is a secret, which has no public half.');
  return isPrivateKey(key) ? publicKeyOf(key) : key;
}

export function isPrivateKey(key: Key): key is Key<'private'> {
  return key.kind === 'private';
}
