import { fromHex, hkdf, pbkdf2, scrypt, toHex, tokenBytes } from '@countersign/core';
import type { Arguments, Command, Options } from '../args/command.ts';
import { UsageError } from '../args/command.ts';
import type { Io } from '../io/io.ts';
import { requireSecret, secretOptions } from '../io/secret.ts';

const length: Options = { length: { help: 'Bytes of the derived key.', value: 'BYTES', short: 'l' } };
const salt: Options = {
  'salt-hex': {
    help: 'The salt in hexadecimal. Default: 16 new random bytes, which are printed too.',
    value: 'HEX',
  },
  salt: { help: 'The salt as text.', value: 'TEXT' },
};

function readSalt(args: Arguments): Uint8Array {
  const [hex, text] = [args.text('salt-hex'), args.text('salt')];
  if (hex !== undefined && text !== undefined)
    throw new UsageError('--salt and --salt-hex exclude each other.');
  if (hex !== undefined) return fromHex(hex);
  return text === undefined ? tokenBytes(16) : new TextEncoder().encode(text);
}

function show(io: Io, args: Arguments, saltBytes: Uint8Array, key: string): 0 {
  const isOwnSalt = args.text('salt') !== undefined || args.text('salt-hex') !== undefined;
  if (!isOwnSalt && !io.isJson) io.note(`salt: ${toHex(saltBytes)}`);
  io.result(key, { key, salt: toHex(saltBytes) });
  return 0;
}

export const pbkdf2Command: Command = {
  summary: 'Derive a key from a password with PBKDF2',
  options: {
    algorithm: { help: 'The digest. Default sha256.', value: 'NAME', short: 'a' },
    iterations: { help: 'How often it runs. Default 600000.', value: 'NUMBER', short: 'i' },
    ...length,
    ...salt,
    ...secretOptions('password', 'the password'),
  },
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
    cost: { help: 'N, a power of two. Default 131072.', value: 'NUMBER' },
    'block-size': { help: 'r. Default 8.', value: 'NUMBER' },
    parallelization: { help: 'p. Default 1.', value: 'NUMBER' },
    ...length,
    ...salt,
    ...secretOptions('password', 'the password'),
  },
  examples: [
    'countersign kdf scrypt --password-file secret',
    'countersign kdf scrypt --cost 16384 --salt pepperminto --password-env PASSWORD',
  ],
  async run(args, io) {
    const password = await requireSecret('password', 'The password', args, io);
    const saltBytes = readSalt(args);
    const [cost, blockSize, parallelization, bytes] = [
      args.integer('cost'),
      args.integer('block-size'),
      args.integer('parallelization'),
      args.integer('length'),
    ];
    const key = await scrypt(password, saltBytes, {
      ...(cost !== undefined && { cost }),
      ...(blockSize !== undefined && { blockSize }),
      ...(parallelization !== undefined && { parallelization }),
      ...(bytes !== undefined && { length: bytes }),
      encoding: 'hex',
    });
    return show(io, args, saltBytes, key);
  },
};

export const hkdfCommand: Command = {
  summary: 'Derive a key from a key with HKDF',
  options: {
    algorithm: { help: 'The digest. Default sha256.', value: 'NAME', short: 'a' },
    info: { help: 'What the derived key is for.', value: 'TEXT' },
    ...length,
    'salt-hex': { help: 'The salt in hexadecimal. Default: none.', value: 'HEX' },
    ...secretOptions('key', 'the key'),
  },
  examples: [
    'countersign kdf hkdf --key-file master --info mail --length 32',
    'countersign kdf hkdf --algorithm sha512 --key-env MASTER --info sessions',
  ],
  async run(args, io) {
    const secret = await requireSecret('key', 'The key', args, io);
    const [bytes, info, saltHex] = [args.integer('length'), args.text('info'), args.text('salt-hex')];
    const key = await hkdf(secret, {
      algorithm: args.text('algorithm') ?? 'sha256',
      ...(info !== undefined && { info }),
      ...(saltHex !== undefined && { salt: fromHex(saltHex) }),
      ...(bytes !== undefined && { length: bytes }),
      encoding: 'hex',
    });
    io.result(key, { key });
    return 0;
  },
};
