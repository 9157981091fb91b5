import { MalformedHashError } from '../errors.ts';
import { decimal } from '../hashing/phc.ts';
import type { Format } from './format.ts';

/** The crypt schemes of Linux: `$5$` with SHA-256 and `$6$` with SHA-512. */
export const shaCrypt: Format = {
  name: 'sha-crypt',
  read(encoded) {
    if (!/^\$[56]\$/.test(encoded)) return undefined;
    const [, id, rounds] =
      /^\$([56])\$(?:rounds=(\d+)\$)?[^$]{0,16}\$[./A-Za-z0-9]{43,86}$/.exec(encoded) ?? [];
    if (id === undefined) throw new MalformedHashError('it is not a sha-crypt string');
    const count = rounds === undefined ? 5000 : decimal(rounds, 'its number of rounds');
    return {
      scheme: id === '5' ? 'sha256-crypt' : 'sha512-crypt',
      parameters: { rounds: count },
      derivation: { kind: 'sha-crypt', rounds: count, encoded },
      expected: new Uint8Array(),
      normalizer: 'none',
      isCanonical: false,
    };
  },
};
