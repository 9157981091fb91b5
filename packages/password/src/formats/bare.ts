import { fromHex, type HashAlgorithm, hash } from '@countersign/core';
import type { Format } from './format.ts';

const BARE: ReadonlyMap<number, HashAlgorithm> = new Map([
  [32, 'md5'],
  [40, 'sha1'],
  [64, 'sha256'],
  [128, 'sha512'],
]);

/** A bare hexadecimal digest of the password, told by its length. Verified only when asked for by name. */
export const bareWeak: Format = {
  name: 'bare-weak',
  read(encoded) {
    const [, name, hex = ''] = /^(?:(md5|sha1)\$\$)?([0-9a-f]{32,128})$/i.exec(encoded) ?? [];
    const algorithm = BARE.get(hex.length);
    if (!algorithm || (name !== undefined && name !== algorithm)) return undefined;
    return {
      scheme: `bare-${algorithm}`,
      parameters: {},
      derivation: { kind: 'digest', iterations: 1, compute: (password) => hash(algorithm, password) },
      expected: fromHex(hex),
      isCanonical: false,
      isWeak: true,
    };
  },
};
