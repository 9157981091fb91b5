import { hash, utf8 } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import { joined } from './bytes.ts';
import { CRYPT_ALPHABET, fromCryptBase64 } from './crypt-base64.ts';
import type { Format } from './format.ts';
import { inRounds } from './rounds.ts';

/** phpass, as WordPress wrote it for long: `$P$` with 2^n rounds of MD5. */
export const phpass: Format = (encoded) => {
  if (!/^\$[PH]\$/.test(encoded)) return undefined;
  const [, count, salt = '', digest] =
    /^\$[PH]\$([./0-9A-Za-z])([./0-9A-Za-z]{8})([./0-9A-Za-z]{22})$/.exec(encoded) ?? [];
  const log = CRYPT_ALPHABET.indexOf(count ?? '');
  if (digest === undefined || count === undefined || log < 7 || log > 30)
    throw new MalformedHashError('it is not a phpass string');
  const iterations = 2 ** log;
  return {
    scheme: 'phpass',
    parameters: { iterations },
    derivation: {
      kind: 'digest',
      iterations,
      compute: async (password) => {
        let state = hash('md5', joined(utf8(salt), password));
        await inRounds(iterations, () => {
          state = hash('md5', joined(state, password));
        });
        return state;
      },
    },
    expected: fromCryptBase64(digest, 16, 'its digest'),
    normalizer: 'none',
    isCanonical: false,
  };
};
