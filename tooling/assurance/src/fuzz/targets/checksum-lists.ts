import { parseArguments } from '@countersign/cli/src/args/parse.ts';
import { hashCommand } from '@countersign/cli/src/commands/hash.ts';
import { ChecksumReader, formatChecksumLine } from '@countersign/cli/src/digest/checksum-line.ts';
import fc from 'fast-check';
import { isForeseen, recordingIo } from '../command.ts';
import { damagedText } from '../damage.ts';
import { PROMPT, type Target } from '../target.ts';

const DIGEST = '10d561fa94a89a25ea0c7aa47708bdb353bbb062a17820292cd905a3a60d6783';
const LINES = [
  `${DIGEST}  one\n`,
  `${DIGEST} *one\n${DIGEST}  two\r\n`,
  `SHA256 (one) = ${DIGEST}\n`,
  `BLAKE2b-128 (one) = 00112233445566778899aabbccddeeff\n`,
  `\\${DIGEST}  new\\nline\\\\back\\r\n`,
  `SHA3-256 (a (b) = c) = ${DIGEST}\n`,
  `${'0'.repeat(128)}  one\0${'f'.repeat(32)}  two\0`,
];
const WORDS = [
  '\n',
  '\r\n',
  '\0',
  '\\',
  '\\n',
  ' (',
  ') = ',
  'SHA512',
  'BLAKE2b-8',
  'BLAKE2b-999',
  'SHAKE128',
  'MD5',
  'md4',
  '__proto__',
  DIGEST,
  '  ',
  ' *',
  'one',
  '\uFEFF',
];
const FLAGS = ['--zero', '--quiet', '--status', '--strict', '--warn', '--ignore-missing'];

interface Input {
  readonly list: string;
  readonly flags: readonly string[];
}

/** `hash --check` of a list on standard input. Names of folders are left out: no file but those of the folder is opened. */
export const checksumLists: Target<Input> = {
  name: 'checksum lists',
  inputs: fc.record({
    list: fc
      .oneof(
        { arbitrary: damagedText(LINES, WORDS), weight: 6 },
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.array(fc.constantFrom(...WORDS), { maxLength: 30 }).map((words) => words.join('')),
      )
      .map((text) => text.replaceAll('/', '_')),
    flags: fc.subarray(FLAGS),
  }),
  async answer({ list, flags }) {
    const reader = new ChecksumReader(true);
    for (const line of list.split('\n')) {
      const entry = reader.read(line);
      // Plain lines need eight digits, which distinguish them from words. Tagged lines name their algorithm.
      if (!entry || entry.digest.length < 8) continue;
      const written = formatChecksumLine(entry, 'X', { isTagged: false, isZero: false });
      const again = new ChecksumReader(true).read(written.slice(0, -1));
      if (again?.name !== entry.name || again.digest !== entry.digest)
        throw new Error('A line is not read as it was written.');
    }
    await hashCommand.execute(
      await parseArguments(['--check', ...flags], hashCommand),
      recordingIo(list),
      {},
    );
  },
  isTyped: isForeseen,
  ceiling: PROMPT,
};
