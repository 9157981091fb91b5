import { closeSync } from 'node:fs';
import { createHmac, type Hmac } from '@countersign/core';
import { defineCommand } from '../args/command.ts';
import { encodingOption } from '../args/encoding.ts';
import { single } from '../args/option.ts';
import { printBytes } from '../args/result-bytes.ts';
import { keyOptions, keySource, requireSecret } from '../args/secret.ts';
import { anyText, digestName, nonEmptyText, oneOf } from '../args/values.ts';
import { readExpected } from '../digest/expected.ts';
import { UsageError, VerificationError } from '../errors.ts';
import { chunks, isStandardInput, openFile, readFileArgument } from '../io/files.ts';
import type { Io } from '../io/io.ts';
import { Progress } from '../io/progress.ts';
import { decodeKey, keyEncodingOption } from './key/key-encoding.ts';

export const hmacCommand = defineCommand({
  summary: 'Make or verify an HMAC tag',
  positionals: '[FILE]',
  arity: [0, 1],
  options: {
    algorithm: single(digestName(), {
      help: 'The digest, in any spelling. Default sha256.',
      value: 'NAME',
      short: 'a',
      aliases: ['alg'],
    }),
    webhook: single(oneOf(['standard', 'github', 'stripe', 'slack', 'shopify']), {
      help: 'Make or verify the headers of a webhook.',
      value: 'NAME',
    }),
    text: single(anyText, { help: 'The message instead of a file.', value: 'TEXT' }),
    ...keyOptions(),
    keyEncoding: keyEncodingOption,
    verify: single(nonEmptyText, {
      help: 'Compare with this tag (hex or Base64) in constant time; exit 1 if it differs.',
      value: 'TAG',
      group: 'Output',
    }),
    encoding: encodingOption('hex'),
  },
  json: {
    '': '{ tag: string }',
    '--verify TAG': '{ valid: boolean }',
    '--webhook NAME': '{ headers: { [name: string]: string } }',
  },
  examples: [
    "countersign hmac --key-file key --text 'Important Message'",
    'countersign hmac --key-env MAC_KEY --verify "$TAG" message.json',
    'countersign hmac --webhook github --key-env MAC_KEY message.json',
  ],
  notes:
    'Without FILE, or for -, the message is standard input. With --webhook, --verify takes the signature or all header lines.',
  async run({ options, positionals }, io) {
    const [path] = positionals;
    if (options.text !== undefined && path !== undefined)
      throw new UsageError('--text and a file exclude each other.');
    const key = decodeKey(await requireSecret(keySource(options), io), options.keyEncoding);
    if (options.webhook !== undefined) {
      if (options.algorithm !== undefined || options.encoding !== undefined)
        throw new UsageError('--webhook sets the algorithm and encoding. Omit --algorithm and --encoding.');
      const { signBody, verifyBody } = await import('./webhook.ts');
      const body = options.text ?? readFileArgument(path ?? '-', io);
      const webhook = { scheme: options.webhook, secret: key, body };
      return options.verify === undefined ? signBody(webhook, io) : verifyBody(webhook, options.verify, io);
    }
    const mac = createHmac(options.algorithm ?? 'sha256', key);
    const expected = options.verify === undefined ? undefined : readTag(options.verify, mac.digestSize);
    if (options.text === undefined) readMessage(mac, path ?? '-', io);
    else mac.update(options.text);
    if (expected === undefined) {
      printBytes(mac.digest(), options.encoding ?? 'hex', (tag) => ({ tag }), io);
      return 0;
    }
    const isValid = mac.verify(expected);
    if (io.isJson) io.result('', { valid: isValid });
    return isValid ? 0 : 1;
  },
});

/** @throws VerificationError */
function readTag(given: string, size: number): Uint8Array {
  const expected = readExpected(given, [size]);
  if (expected?.bytes.length === size) return expected.bytes;
  throw new VerificationError(`--verify is not a tag of ${size} bytes in hexadecimal or Base64.`);
}

function readMessage(mac: Hmac, path: string, io: Io): void {
  const isInput = isStandardInput(path);
  const descriptor = isInput ? io.openInput() : openFile(path);
  const progress = new Progress(io);
  const show = progress.of(path);
  try {
    let bytes = 0;
    for (const chunk of chunks(descriptor, isInput ? 'standard input' : path)) {
      mac.update(chunk);
      bytes += chunk.length;
      show({ bytes });
    }
  } finally {
    progress.clear();
    if (!isInput) closeSync(descriptor);
  }
}
