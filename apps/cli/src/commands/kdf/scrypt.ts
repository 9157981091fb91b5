import { scrypt } from '@countersign/core';
import { defineCommand } from '../../args/command.ts';
import { defined } from '../../args/defined.ts';
import { single } from '../../args/option.ts';
import { passwordOptions, passwordSource, requireSecret } from '../../args/secret.ts';
import { integer } from '../../args/values.ts';
import { outputOptions, printKey, readSalt, saltOptions } from './output.ts';

export const scryptCommand = defineCommand({
  summary: 'Derive a key from a password with scrypt',
  options: {
    cost: single(integer(), { help: 'N, a power of two. Default 131072.', value: 'NUMBER' }),
    blockSize: single(integer(), { help: 'r. Default 8.', value: 'NUMBER' }),
    parallelization: single(integer(), { help: 'p. Default 1.', value: 'NUMBER' }),
    maxMemory: single(integer(), { help: 'The memory limit in bytes. Default 256 MiB.', value: 'BYTES' }),
    ...saltOptions,
    ...passwordOptions(),
    ...outputOptions,
  },
  json: { '': '{ key: string, salt: string }' },
  examples: [
    'countersign kdf scrypt --password-file secret',
    'countersign kdf scrypt --cost 16384 --salt pepperminto --password-env PASSWORD',
  ],
  async run({ options }, io) {
    const password = await requireSecret(passwordSource(options), io);
    const salt = readSalt(options);
    const { cost, blockSize, parallelization, maxMemory, length } = options;
    const key = await scrypt(password, salt, {
      ...defined({ cost, blockSize, parallelization, maxMemory, length }),
    });
    return printKey(key, salt, options, io);
  },
});
