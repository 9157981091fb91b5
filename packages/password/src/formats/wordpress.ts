import { hmac, utf8 } from '@countersign/core';
import { readBcrypt } from './bcrypt.ts';
import type { Format } from './format.ts';
import { wordpressTexts } from './wordpress-texts.ts';

// WordPress 6.8 and newer: bcrypt of the Base64 of HMAC-SHA-384 with a fixed key.
// $wp$2y$10$i2X9N5ogrgW0i47p2uyDMu3y3EA3u0ICN3RtRLO.Csql5Eo7ItU4m
const PREFIX = '$wp';

/** WordPress 6.8. */
export const wordpress: Format = (encoded) => {
  if (!encoded.startsWith(`${PREFIX}$`)) return undefined;
  return {
    ...readBcrypt(encoded.slice(PREFIX.length)),
    scheme: 'wordpress-bcrypt',
    variants: wordpressTexts,
    input: (password) => utf8(hmac('sha384', 'wp-sha384', utf8(password), { encoding: 'base64' })),
    normalizer: 'none',
  };
};
