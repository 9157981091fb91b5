import { hmac, utf8 } from '@countersign/core';
import { readBcrypt } from './bcrypt.ts';
import type { Format } from './format.ts';

/** WordPress since 6.8: `$wp`, then bcrypt over the Base64 of HMAC-SHA-384 under a fixed key. It trims passwords as PHP does. */
export const wordpress: Format = (encoded) => {
  if (!encoded.startsWith('$wp$')) return undefined;
  return {
    ...readBcrypt(encoded.slice('$wp'.length)),
    scheme: 'wordpress-bcrypt',
    input: (password) => utf8(hmac('sha384', 'wp-sha384', trimmed(password), { encoding: 'base64' })),
    normalizer: 'none',
    isCanonical: false,
  };
};

function trimmed(password: string): string {
  return password.replace(/^[ \n\r\t\v\0]+|[ \n\r\t\v\0]+$/g, '');
}
