import { createHmac, fromHex } from '@countersign/core';
import { type Command, UsageError } from '../args/command.ts';
import { type Io, MAX_INPUT_BYTES, readFileArgument } from '../io/io.ts';
import { requireSecret, secretOptions } from '../io/secret.ts';

export const hmacCommand: Command = {
  summary: 'Make or verify an HMAC tag',
  positionals: '[FILE]',
  arity: [0, 1],
  options: {
    algorithm: { help: 'The digest. Default sha256.', value: 'NAME', short: 'a' },
    ...secretOptions('key', 'the key'),
    text: { help: 'The message, instead of a file.', value: 'TEXT' },
    verify: {
      help: 'Verify this tag, in constant time, and print nothing; exit 1 when it is not valid.',
      value: 'HEX',
    },
  },
  examples: [
    "countersign hmac --key-file key --text 'Important Message'",
    'countersign hmac --key-env MAC_KEY --verify "$TAG" message.json',
  ],
  async run(args, io) {
    const key = await requireSecret('key', 'The key', args, io);
    const mac = createHmac(args.text('algorithm') ?? 'sha256', key).update(
      await message(args.text('text'), args.positionals[0], io),
    );
    const tag = args.text('verify');
    if (tag !== undefined) return mac.verify(fromHex(tag)) ? 0 : 1;
    const digest = mac.digest('hex');
    io.result(digest, { tag: digest });
    return 0;
  },
};

async function message(
  text: string | undefined,
  path: string | undefined,
  io: Io,
): Promise<Uint8Array | string> {
  if (text !== undefined && path !== undefined) throw new UsageError('--text and a file exclude each other.');
  if (text !== undefined) return text;
  return path === undefined ? io.readInput(MAX_INPUT_BYTES) : readFileArgument(path, io);
}
