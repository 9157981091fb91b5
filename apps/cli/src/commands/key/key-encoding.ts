import { single } from '../../args/option.ts';
import type { Secret } from '../../args/secret.ts';
import { oneOf } from '../../args/values.ts';
import { UsageError } from '../../errors.ts';

const ENCODINGS = ['hex', 'base64', 'base64url'] as const;

export const keyEncodingOption = single(oneOf(ENCODINGS), {
  help: 'Decode the secret.',
  value: 'NAME',
  group: 'Key input',
});

const PATTERNS = {
  hex: /^([0-9a-f]{2})+$/i,
  base64: /^[A-Za-z0-9+/]+={0,2}$/,
  base64url: /^[A-Za-z0-9_-]+={0,2}$/,
} as const;

/** The bytes of an encoded secret. @throws UsageError */
export function decodeKey(secret: Secret, encoding: (typeof ENCODINGS)[number] | undefined): Secret {
  if (encoding === undefined) return secret;
  const text = typeof secret === 'string' ? secret.replace(/\s/g, '') : '';
  if (!PATTERNS[encoding].test(text))
    throw new UsageError(`The key is not ${encoding}, as --key-encoding says.`);
  return new Uint8Array(Buffer.from(text, encoding));
}
