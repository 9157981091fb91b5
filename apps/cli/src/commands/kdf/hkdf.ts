import { hkdf } from '@countersign/core';
import { defineCommand } from '../../args/command.ts';
import { defined } from '../../args/defined.ts';
import { single } from '../../args/option.ts';
import { printBytes } from '../../args/result-bytes.ts';
import { keyOptions, keySource, requireSecret } from '../../args/secret.ts';
import { anyText, digestName } from '../../args/values.ts';
import { decodeKey, keyEncodingOption } from '../key/key-encoding.ts';
import { givenSalt, outputOptions, saltOptions } from './output.ts';

export const hkdfCommand = defineCommand({
  summary: 'Derive a key from a key with HKDF',
  options: {
    algorithm: single(digestName(), {
      help: 'The digest. Default sha256.',
      value: 'NAME',
      short: 'a',
      aliases: ['alg'],
    }),
    info: single(anyText, { help: 'The purpose of the derived key.', value: 'TEXT' }),
    saltHex: { ...saltOptions.saltHex, help: 'The salt in hexadecimal. Default: no salt.' },
    salt: saltOptions.salt,
    ...keyOptions(),
    keyEncoding: keyEncodingOption,
    ...outputOptions,
  },
  json: { '': '{ key: string }' },
  examples: [
    'countersign kdf hkdf --key-file master --info mail --length 32',
    'countersign kdf hkdf --algorithm sha512 --key-env MASTER --info sessions',
  ],
  async run({ options }, io) {
    const secret = decodeKey(await requireSecret(keySource(options), io), options.keyEncoding);
    const { info, length } = options;
    const salt = givenSalt(options);
    const key = await hkdf(secret, {
      algorithm: options.algorithm ?? 'sha256',
      ...defined({ info, salt, length }),
    });
    printBytes(key, options.encoding ?? 'hex', (text) => ({ key: text }), io);
    return 0;
  },
});
