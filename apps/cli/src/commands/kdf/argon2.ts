import { argon2 } from '@countersign/password';
import { defineCommand } from '../../args/command.ts';
import { defined } from '../../args/defined.ts';
import { single } from '../../args/option.ts';
import {
  passwordOptions,
  passwordSource,
  readSecret,
  requireSecret,
  secretOptions,
  secretSource,
} from '../../args/secret.ts';
import { anyText, integer, oneOf } from '../../args/values.ts';
import { outputOptions, printKey, readSalt, saltOptions } from './output.ts';

export const argon2Command = defineCommand({
  summary: 'Derive a key from a password with Argon2',
  options: {
    algorithm: single(oneOf(['argon2id', 'argon2i', 'argon2d']), {
      help: 'The variant. Default argon2id.',
      value: 'NAME',
      short: 'a',
      aliases: ['alg', 'variant'],
    }),
    memory: single(integer(), { help: 'Kibibytes. Default 65536 (64 MiB).', value: 'KIB', short: 'm' }),
    passes: single(integer(), { help: 'Passes over the memory. Default 3.', value: 'NUMBER', short: 't' }),
    parallelism: single(integer(), { help: 'Lanes. Default 4.', value: 'NUMBER', short: 'p' }),
    maxMemory: single(integer(), { help: 'The memory limit in kibibytes. Default 1 GiB.', value: 'KIB' }),
    associatedData: single(anyText, { help: 'Associated data (X of RFC 9106).', value: 'TEXT' }),
    ...saltOptions,
    ...passwordOptions(),
    ...secretOptions('An additional secret (K of RFC 9106).'),
    ...outputOptions,
  },
  json: { '': '{ key: string, salt: string }' },
  examples: [
    'countersign kdf argon2 --password-file secret',
    'countersign kdf argon2 --memory 262144 --passes 4 --salt-hex 000102030405060708090a0b0c0d0e0f --password-env PASSWORD',
  ],
  notes:
    'Defaults are the second recommendation of RFC 9106. To store passwords use countersign password hash, which keeps the parameters with the hash.',
  async run({ options }, io) {
    const password = await requireSecret(passwordSource(options), io);
    const secret = await readSecret(secretSource(options), io);
    const salt = readSalt(options);
    const { memory, passes, parallelism, maxMemory, length, associatedData } = options;
    const key = await argon2(password, salt, {
      variant: options.algorithm ?? 'argon2id',
      ...defined({ memory, passes, parallelism, maxMemory, length, secret, associatedData }),
    });
    return printKey(key, salt, options, io);
  },
});
