import { closeSync } from 'node:fs';
import { createHmac, fromHex, type Hmac } from '@countersign/core';
import { type Command, UsageError } from '../args/command.ts';
import { anyText, digestName, hexDigits } from '../args/kinds.ts';
import { openFile, pieces } from '../io/files.ts';
import type { Io } from '../io/io.ts';
import { Progress } from '../io/progress.ts';
import { requireSecret, secretOptions } from '../io/secret.ts';

export const hmacCommand: Command = {
  summary: 'Make or verify an HMAC tag',
  positionals: '[FILE]',
  arity: [0, 1],
  options: {
    algorithm: {
      help: 'The digest, in any spelling. Default sha256.',
      value: 'NAME',
      kind: digestName(),
      short: 'a',
    },
    ...secretOptions('key', 'the key'),
    text: { help: 'The message, instead of a file.', value: 'TEXT', kind: anyText },
    verify: {
      help: 'Verify this tag, in constant time, and print nothing; exit 1 when it is not valid.',
      value: 'HEX',
      kind: hexDigits,
    },
  },
  json: { '': '{ tag: string }', '--verify HEX': '{ valid: boolean }' },
  examples: [
    "countersign hmac --key-file key --text 'Important Message'",
    'countersign hmac --key-env MAC_KEY --verify "$TAG" message.json',
  ],
  notes: 'Without a file, or for -, the message is standard input.',
  async run(args, io) {
    const tag = args.text('verify');
    const expected = tag === undefined ? undefined : fromHex(tag);
    const text = args.text('text');
    const [path] = args.positionals;
    if (text !== undefined && path !== undefined)
      throw new UsageError('--text and a file exclude each other.');
    const key = await requireSecret('key', 'The key', args, io);
    const mac = createHmac(args.text('algorithm') ?? 'sha256', key);
    if (text === undefined) takeIn(mac, path ?? '-', io);
    else mac.update(text);
    if (expected === undefined) {
      const made = mac.digest('hex');
      io.result(made, { tag: made });
      return 0;
    }
    const isValid = mac.verify(expected);
    if (io.isJson) io.result('', { valid: isValid });
    return isValid ? 0 : 1;
  },
};

function takeIn(mac: Hmac, path: string, io: Io): void {
  const isInput = path === '-';
  const descriptor = isInput ? io.openInput() : openFile(path);
  const progress = new Progress(io);
  const show = progress.of(path);
  try {
    let bytes = 0;
    for (const piece of pieces(descriptor, isInput ? 'standard input' : path)) {
      mac.update(piece);
      bytes += piece.length;
      show({ bytes });
    }
  } finally {
    progress.clear();
    if (!isInput) closeSync(descriptor);
  }
}
