import { argon2 } from '@countersign/password';
import type { Command } from '../args/command.ts';
import { anyText, oneOf, wholeNumber } from '../args/kinds.ts';
import { readSecret, requireSecret, secretOptions } from '../io/secret.ts';
import { length, readSalt, salt, show } from './kdf-salt.ts';

const VARIANTS = ['argon2id', 'argon2i', 'argon2d'] as const;

export const argon2Command: Command = {
  summary: 'Derive a key from a password with Argon2',
  options: {
    variant: {
      help: 'Default argon2id.',
      value: 'NAME',
      kind: oneOf(VARIANTS),
    },
    memory: { help: 'Kibibytes. Default 65536 (64 MiB).', value: 'KIB', kind: wholeNumber(), short: 'm' },
    passes: { help: 'Passes over the memory. Default 3.', value: 'NUMBER', kind: wholeNumber(), short: 't' },
    parallelism: { help: 'Lanes. Default 4.', value: 'NUMBER', kind: wholeNumber(), short: 'p' },
    'max-memory': {
      help: 'The most memory it may take, in kibibytes. Default 1 GiB.',
      value: 'KIB',
      kind: wholeNumber(),
    },
    'associated-data': { help: 'What the key is bound to (RFC 9106’s X).', value: 'TEXT', kind: anyText },
    ...length,
    ...salt,
    ...secretOptions('password', 'the password'),
    ...secretOptions('secret', 'a secret that goes in, too (RFC 9106’s K)'),
  },
  json: { '': '{ key: string, salt: string }' },
  examples: [
    'countersign kdf argon2 --password-file secret',
    'countersign kdf argon2 --memory 262144 --passes 4 --salt-hex 000102030405060708090a0b0c0d0e0f --password-env PASSWORD',
  ],
  notes:
    'Defaults are the second choice of RFC 9106. To store passwords use `countersign password hash`, which keeps the parameters with the hash.',
  async run(args, io) {
    const password = await requireSecret('password', 'The password', args, io);
    const secret = await readSecret('secret', 'The secret', args, io);
    const saltBytes = readSalt(args);
    const [memory, passes, parallelism, maxMemory, bytes, associatedData] = [
      args.integer('memory'),
      args.integer('passes'),
      args.integer('parallelism'),
      args.integer('max-memory'),
      args.integer('length'),
      args.text('associated-data'),
    ];
    const key = await argon2(password, saltBytes, {
      variant: args.choice('variant', VARIANTS) ?? 'argon2id',
      ...(memory !== undefined && { memory }),
      ...(passes !== undefined && { passes }),
      ...(parallelism !== undefined && { parallelism }),
      ...(maxMemory !== undefined && { maxMemory }),
      ...(bytes !== undefined && { length: bytes }),
      ...(secret !== undefined && { secret }),
      ...(associatedData !== undefined && { associatedData }),
      encoding: 'hex',
    });
    return show(io, args, saltBytes, key);
  },
};
