import { createHmac } from 'node:crypto';

/** A secret that is long enough for every HMAC algorithm. */
export const SECRET: Uint8Array = Uint8Array.from({ length: 64 }, (_, index) => index * 3 + 1);

/** Base64url of a text's UTF-8 bytes, or of bytes. */
export function b64(data: string | Uint8Array): string {
  return Buffer.from(data).toString('base64url');
}

/**
 * A token with a valid HS256 signature over any parts. Strings are signed unchanged, so that JSON may be malformed.
 * Objects are written as JSON.
 */
export function forge(
  payload: string | Uint8Array | object,
  header: string | object = { alg: 'HS256' },
  secret: Uint8Array | string = SECRET,
): string {
  return signHs256(
    `${b64(text(header))}.${b64(payload instanceof Uint8Array ? payload : text(payload))}`,
    secret,
  );
}

/** Adds a right HS256 signature to what is to be signed. */
export function signHs256(input: string, secret: Uint8Array | string = SECRET): string {
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

function text(value: string | object): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
