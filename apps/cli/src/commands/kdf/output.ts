import { toHex, tokenBytes, utf8 } from '@countersign/core';
import { encodingOption, type OutputEncoding } from '../../args/encoding.ts';
import { single } from '../../args/option.ts';
import { printBytes } from '../../args/result-bytes.ts';
import { anyText, hexBytes, integer } from '../../args/values.ts';
import { UsageError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';

/** The options for the derived key. */
export const outputOptions = {
  length: single(integer(), {
    help: 'The bytes of the derived key.',
    value: 'BYTES',
    short: 'l',
    group: 'Output',
  }),
  encoding: encodingOption('hex'),
};

const SALT_BYTES = 16;

/** The options for the salt. */
export const saltOptions = {
  saltHex: single(hexBytes, {
    help: 'The salt in hexadecimal. Default: 16 random bytes, which are printed too.',
    value: 'HEX',
  }),
  salt: single(anyText, { help: 'The salt as text.', value: 'TEXT' }),
};

interface GivenSalt {
  readonly saltHex: Uint8Array | undefined;
  readonly salt: string | undefined;
}

/** The salt if there is one. @throws UsageError */
export function givenSalt({ saltHex, salt }: GivenSalt): Uint8Array | undefined {
  if (saltHex !== undefined && salt !== undefined)
    throw new UsageError('--salt and --salt-hex exclude each other.');
  return saltHex ?? (salt === undefined ? undefined : utf8(salt));
}

/** The given salt or a new one. */
export function readSalt(options: GivenSalt): Uint8Array {
  return givenSalt(options) ?? tokenBytes(SALT_BYTES);
}

interface Output extends GivenSalt {
  readonly encoding: OutputEncoding | undefined;
}

/** Prints a derived key, and the salt if it is new. */
export function printKey(key: Uint8Array, salt: Uint8Array, options: Output, io: Io): 0 {
  if (givenSalt(options) === undefined && !io.isJson) io.note(`salt: ${toHex(salt)}`);
  printBytes(key, options.encoding ?? 'hex', (text) => ({ key: text, salt: toHex(salt) }), io);
  return 0;
}
