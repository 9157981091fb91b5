import { closeSync } from 'node:fs';
import { buildBlocklist } from '@countersign/password/node';
import { defineCommand } from '../../args/command.ts';
import { flag } from '../../args/option.ts';
import { InputOutputError } from '../../errors.ts';
import { chunks, isStandardInput, openFile } from '../../io/files.ts';
import type { Io } from '../../io/io.ts';
import { checkNewFile, writeNewFiles } from '../../io/write-files.ts';

export const blocklistBuildCommand = defineCommand({
  summary: 'Build a sorted blocklist from a list of passwords',
  positionals: 'LIST OUTPUT',
  arity: [2, 2],
  options: { force: flag({ help: 'Replace an existing file.' }) },
  json: { '': '{ output: string, bytes: number }' },
  examples: [
    'countersign password blocklist build common-passwords.txt common.blocklist',
    'sort -u lists/* | countersign password blocklist build - breached.blocklist',
  ],
  notes: 'The list has one password per line. The blocklist has their SHA-1 digests, sorted, one per line.',
  async run({ options: { force }, positionals: [list = '-', output = ''] }, io) {
    checkNewFile(output, { force });
    const parts: Buffer[] = [];
    for await (const lines of buildBlocklist(linesOf(list, io))) parts.push(Buffer.from(lines));
    const content = Buffer.concat(parts);
    writeNewFiles([{ name: output, content, isPrivate: false }], { force });
    io.result(`${output}: ${content.length} bytes`, { output, bytes: content.length });
    return 0;
  },
});

/** The lines of a file of any size. */
function* linesOf(path: string, io: Io): Generator<string> {
  const isInput = isStandardInput(path);
  const descriptor = isInput ? io.openInput() : openFile(path);
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (const chunk of chunks(descriptor, path)) {
      const lines = `${rest}${decoder.decode(chunk, { stream: true })}`.split(/\r?\n/);
      rest = lines.pop() ?? '';
      if (rest.length > MAX_LINE_LENGTH) throw new InputOutputError(`${path}: a line is too long`);
      yield* lines;
    }
    if (rest !== '') yield rest;
  } finally {
    if (!isInput) closeSync(descriptor);
  }
}

const MAX_LINE_LENGTH = 65_536;
