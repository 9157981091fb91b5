import { fromBase64, fromBase64Url, fromHex, utf8 } from '@countersign/core';

/** How a secret is written in a field. */
export type SecretEncoding = 'text' | 'hex' | 'base64' | 'base64url';

/** The choice of a list of encodings. */
export function secretEncoding(choice: string): SecretEncoding {
  return choice === 'hex' || choice === 'base64' || choice === 'base64url' ? choice : 'text';
}

/** The bytes that a secret stands for. Space around it belongs to it when it is text, and to the copying otherwise. */
export function secretBytes(text: string, encoding: SecretEncoding): Uint8Array {
  if (encoding === 'text') return utf8(text);
  return { hex: fromHex, base64: fromBase64, base64url: fromBase64Url }[encoding](text.trim());
}
