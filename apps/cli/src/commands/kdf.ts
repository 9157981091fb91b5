import { hkdf, MAX_PBKDF2_ITERATIONS, pbkdf2, scrypt } from '@countersign/core';
import type { Command } from '../args/command.ts';
import { anyText, digestName, hexDigits, wholeNumber } from '../args/kinds.ts';
import { requireSecret, secretOptions } from '../io/secret.ts';
import { givenSalt, length, readSalt, salt, show } from './kdf-salt.ts';

export const pbkdf2Command: Command = {
  summary: 'Derive a key from a password with PBKDF2',
  options: {
    algorithm: { help: 'The digest. Default sha256.', value: 'NAME', kind: digestName(), short: 'a' },
    iterations: {
      help: 'How often it runs. Default 600000.',
      value: 'NUMBER',
      kind: wholeNumber({ min: 1, max: MAX_PBKDF2_ITERATIONS }),
      short: 'i',
    },
    ...length,
    ...salt,
    ...secretOptions('password', 'the password'),
  },
  json: { '': '{ key: string, salt: string }' },
  examples: [
    'countersign kdf pbkdf2 --password-file secret',
    'countersign kdf pbkdf2 --iterations 100000 --salt-hex 000102030405060708090a0b0c0d0e0f --password-env PASSWORD',
  ],
  notes: 'To store passwords use `countersign password hash`, which keeps the parameters with the hash.',
  async run(args, io) {
    const password = await requireSecret('password', 'The password', args, io);
    const saltBytes = readSalt(args);
    const bytes = args.integer('length');
    const key = await pbkdf2(password, saltBytes, {
      algorithm: args.text('algorithm') ?? 'sha256',
      iterations: args.integer('iterations') ?? 600_000,
      ...(bytes !== undefined && { length: bytes }),
      encoding: 'hex',
    });
    return show(io, args, saltBytes, key);
  },
};

export const scryptCommand: Command = {
  summary: 'Derive a key from a password with scrypt',
  options: {
    cost: { help: 'N, a power of two. Default 131072.', value: 'NUMBER', kind: wholeNumber() },
    'block-size': { help: 'r. Default 8.', value: 'NUMBER', kind: wholeNumber() },
    parallelization: { help: 'p. Default 1.', value: 'NUMBER', kind: wholeNumber() },
    'max-memory': {
      help: 'The most memory it may take, in bytes. Default 256 MiB.',
      value: 'BYTES',
      kind: wholeNumber(),
    },
    ...length,
    ...salt,
    ...secretOptions('password', 'the password'),
  },
  json: { '': '{ key: string, salt: string }' },
  examples: [
    'countersign kdf scrypt --password-file secret',
    'countersign kdf scrypt --cost 16384 --salt pepperminto --password-env PASSWORD',
  ],
  async run(args, io) {
    const password = await requireSecret('password', 'The password', args, io);
    const saltBytes = readSalt(args);
    const [cost, blockSize, parallelization, maxMemory, bytes] = [
      args.integer('cost'),
      args.integer('block-size'),
      args.integer('parallelization'),
      args.integer('max-memory'),
      args.integer('length'),
    ];
    const key = await scrypt(password, saltBytes, {
      ...(cost !== undefined && { cost }),
      ...(blockSize !== undefined && { blockSize }),
      ...(parallelization !== undefined && { parallelization }),
      ...(maxMemory !== undefined && { maxMemory }),
      ...(bytes !== undefined && { length: bytes }),
      encoding: 'hex',
    });
    return show(io, args, saltBytes, key);
  },
};

export const hkdfCommand: Command = {
  summary: 'Derive a key from a key with HKDF',
  options: {
    algorithm: { help: 'The digest. Default sha256.', value: 'NAME', kind: digestName(), short: 'a' },
    info: { help: 'What the derived key is for.', value: 'TEXT', kind: anyText },
    ...length,
    'salt-hex': { help: 'The salt in hexadecimal. Default: none.', value: 'HEX', kind: hexDigits },
    salt: { help: 'The salt as text.', value: 'TEXT', kind: anyText },
    ...secretOptions('key', 'the key'),
  },
  json: { '': '{ key: string }' },
  examples: [
    'countersign kdf hkdf --key-file master --info mail --length 32',
    'countersign kdf hkdf --algorithm sha512 --key-env MASTER --info sessions',
  ],
  async run(args, io) {
    const secret = await requireSecret('key', 'The key', args, io);
    const [bytes, info] = [args.integer('length'), args.text('info')];
    const given = givenSalt(args);
    const key = await hkdf(secret, {
      algorithm: args.text('algorithm') ?? 'sha256',
      ...(info !== undefined && { info }),
      ...(given !== undefined && { salt: given }),
      ...(bytes !== undefined && { length: bytes }),
      encoding: 'hex',
    });
    io.result(key, { key });
    return 0;
  },
};
