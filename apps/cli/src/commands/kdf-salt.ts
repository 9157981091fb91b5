import { fromHex, toHex, tokenBytes, utf8 } from '@countersign/core';
import { type Arguments, type Options, UsageError } from '../args/command.ts';
import { anyText, hexDigits, wholeNumber } from '../args/kinds.ts';
import type { Io } from '../io/io.ts';

/** How long the result is. */
export const length: Options = {
  length: { help: 'Bytes of the derived key.', value: 'BYTES', kind: wholeNumber(), short: 'l' },
};
const SALT_BYTES = 16;
/** How the salt is given. */
export const salt: Options = {
  'salt-hex': {
    help: 'The salt in hexadecimal. Default: 16 new random bytes, which are printed too.',
    value: 'HEX',
    kind: hexDigits,
  },
  salt: { help: 'The salt as text.', value: 'TEXT', kind: anyText },
};

/** The salt, if one was given. @throws UsageError */
export function givenSalt(args: Arguments): Uint8Array | undefined {
  const [hex, text] = [args.text('salt-hex'), args.text('salt')];
  if (hex !== undefined && text !== undefined)
    throw new UsageError('--salt and --salt-hex exclude each other.');
  if (hex !== undefined) return fromHex(hex);
  return text === undefined ? undefined : utf8(text);
}

/** The salt, or a new one. */
export function readSalt(args: Arguments): Uint8Array {
  return givenSalt(args) ?? tokenBytes(SALT_BYTES);
}

/** Prints a derived key, and the salt when it is new. */
export function show(io: Io, args: Arguments, saltBytes: Uint8Array, key: string): 0 {
  if (givenSalt(args) === undefined && !io.isJson) io.note(`salt: ${toHex(saltBytes)}`);
  io.result(key, { key, salt: toHex(saltBytes) });
  return 0;
}
