import { InvalidKeyError } from '../errors.ts';
import { findKeyMaterial } from './formats/disguise.ts';
import { type KeyMaterial, keyMaterial } from './key.ts';

const MAX_SECRET_BYTES = 64 * 1024;

/**
 * Reads bytes as an HMAC secret, unless they contain key material of another kind.
 *
 * @throws {@link InvalidKeyError} for no bytes, and for anything that looks like another key
 */
export function secretMaterial(secret: Uint8Array): KeyMaterial {
  if (secret.length === 0)
    throw new InvalidKeyError(
      'The secret is empty. Check the environment variable or file that it comes from.',
    );
  if (secret.length > MAX_SECRET_BYTES)
    throw new InvalidKeyError(`The secret has more than ${MAX_SECRET_BYTES} bytes.`);
  const found = findKeyMaterial(secret);
  if (found !== undefined) throw new InvalidKeyError(found);
  return keyMaterial({ kind: 'secret', type: 'oct', secret: new Uint8Array(secret) });
}
