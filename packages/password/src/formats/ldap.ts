import { hash } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import { fromPaddedBase64 } from '../hashing/phc.ts';
import { joined } from './bytes.ts';
import type { Format } from './format.ts';

/** LDAP's salted SHA-1: Base64 of digest and salt. Verified only when asked for by name. */
export const ldapWeak: Format = (encoded) => {
  const [, text] = /^\{SSHA\}([A-Za-z0-9+/]+={0,2})$/.exec(encoded) ?? [];
  if (text === undefined) return undefined;
  const bytes = fromPaddedBase64(text, 'it');
  if (bytes.length <= 20) throw new MalformedHashError('it has no salt');
  const salt = bytes.subarray(20);
  return {
    scheme: 'ldap-ssha',
    parameters: {},
    derivation: {
      kind: 'digest',
      iterations: 1,
      compute: async (password) => hash('sha1', joined(password, salt)),
    },
    expected: bytes.subarray(0, 20),
    normalizer: 'none',
    isCanonical: false,
    isWeak: true,
  };
};
