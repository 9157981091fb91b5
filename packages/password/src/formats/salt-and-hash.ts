import { fromHex, utf8 } from '@countersign/core';
import type { StoredHash } from './derivation.ts';
import type { Format } from './format.ts';
import { pbkdf2Hash } from './pbkdf2.ts';
import { scryptHash } from './scrypt.ts';

// better-auth and Lucia: scrypt with N = 2^14 and r = 16. Lucia 2 writes s2: first.
// 00112233445566778899aabbccddeeff:9a098760abf0e95230464650e1160ecd37c82de7f9aea0c41eee704c90daaac45ce13ec6c244f429e4e4ba505cde11131ed35ef08e55b31c226a2ba87069e3ae
// Own code of many applications has the same form: crypto.scryptSync(password, salt, 64), or PBKDF2-SHA-512 of 64 bytes.
const ENCODED = /^(s2:)?([0-9a-zA-Z]{16,128}):([0-9a-f]{128})$/;

const BETTER_AUTH = { logCost: 14, blockSize: 16, parallelization: 1 };
/** The defaults of `crypto.scrypt`. */
const NODE_DEFAULTS = { logCost: 14, blockSize: 8, parallelization: 1 };
/** Counts that tutorials and Node.js documentation use. */
const PBKDF2_ROUNDS = [1000, 10_000, 100_000] as const;

/** `salt:hash` of 64 bytes. The string does not name its algorithm, so several are tried. */
export const saltAndHash: Format = (encoded) => {
  const [, lucia, salt, digest] = ENCODED.exec(encoded) ?? [];
  if (salt === undefined || digest === undefined) return undefined;
  const expected = fromHex(digest);
  const betterAuth: StoredHash = {
    ...scryptHash('better-auth-scrypt', BETTER_AUTH, utf8(salt), expected),
    normalizer: 'nfkc',
  };
  if (lucia !== undefined || !isHex(salt)) return betterAuth;
  // The salt is its hexadecimal text or, less often, the bytes.
  const salts = [utf8(salt), fromHex(salt)];
  const guesses = [
    ...salts.map((bytes) => scryptHash('custom-scrypt', NODE_DEFAULTS, bytes, expected)),
    ...salts.flatMap((bytes) =>
      PBKDF2_ROUNDS.map((rounds) => pbkdf2Hash('custom-pbkdf2-sha512', 'sha512', rounds, bytes, expected)),
    ),
  ];
  return {
    ...betterAuth,
    alternatives: guesses.map((guess): StoredHash => ({ ...guess, normalizer: 'none' })),
  };
};

function isHex(text: string): boolean {
  return text.length % 2 === 0 && /^[0-9a-f]+$/i.test(text);
}
