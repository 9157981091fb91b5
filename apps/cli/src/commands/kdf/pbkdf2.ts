import { MAX_PBKDF2_ITERATIONS, pbkdf2 } from '@countersign/core';
import { defineCommand } from '../../args/command.ts';
import { defined } from '../../args/defined.ts';
import { single } from '../../args/option.ts';
import { passwordOptions, passwordSource, requireSecret } from '../../args/secret.ts';
import { digestName, integer } from '../../args/values.ts';
import { outputOptions, printKey, readSalt, saltOptions } from './output.ts';

export const pbkdf2Command = defineCommand({
  summary: 'Derive a key from a password with PBKDF2',
  options: {
    algorithm: single(digestName(), {
      help: 'The digest. Default sha256.',
      value: 'NAME',
      short: 'a',
      aliases: ['alg'],
    }),
    iterations: single(integer({ min: 1, max: MAX_PBKDF2_ITERATIONS }), {
      help: 'The number of iterations. Default 600000.',
      value: 'NUMBER',
      short: 'i',
    }),
    ...saltOptions,
    ...passwordOptions(),
    ...outputOptions,
  },
  json: { '': '{ key: string, salt: string }' },
  examples: [
    'countersign kdf pbkdf2 --password-file secret',
    'countersign kdf pbkdf2 --iterations 100000 --salt-hex 000102030405060708090a0b0c0d0e0f --password-env PASSWORD',
  ],
  notes: 'To store passwords use countersign password hash, which keeps the parameters with the hash.',
  async run({ options }, io) {
    const password = await requireSecret(passwordSource(options), io);
    const salt = readSalt(options);
    const key = await pbkdf2(password, salt, {
      algorithm: options.algorithm ?? 'sha256',
      iterations: options.iterations ?? 600_000,
      ...defined({ length: options.length }),
    });
    return printKey(key, salt, options, io);
  },
});
