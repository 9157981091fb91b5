import { UnsupportedError } from '@countersign/core';

// No page asks for a passphrase. This module replaces the decryption of keys, which needs every digest of the packages.

function unsupported(): never {
  throw new UnsupportedError('These pages do not decrypt keys. Paste the public half instead.');
}

export { unsupported as checkRounds, unsupported as deriveCipher, unsupported as readPbes2 };
