import type { Values } from '../../args/option.ts';
import { keyOptions, keySource, passphraseOptions, requireSecret, type Secret } from '../../args/secret.ts';
import type { Io } from '../../io/io.ts';
import { decodeKey, keyEncodingOption } from '../key/key-encoding.ts';

/** The options for the key of a token. */
export const keyInput = {
  ...keyOptions('The key (PEM, OpenSSH, JWK or HMAC secret).'),
  keyEncoding: keyEncodingOption,
  ...passphraseOptions(),
};

/** Reads the key as it is written. @throws UsageError */
export async function readKeyInput(options: Values<typeof keyInput>, io: Io): Promise<Secret> {
  return decodeKey(await requireSecret(keySource(options), io), options.keyEncoding);
}
