import { expect, test } from 'vitest';
import { ChecksumReader } from './checksum-line.ts';

const DIGEST = '00112233445566778899aabbccddeeff';

// Lines that fuzzing found.
test.each([
  ['a tagged line without a name', `MD5 () = ${DIGEST}`],
  ['a NUL in a name', `${DIGEST}  one\0two`],
  ['a NUL in an escaped name', `\\${DIGEST}  one\\n\0two`],
])('%s is malformed', (_name, line) => {
  expect(new ChecksumReader(true).read(line)).toBeUndefined();
});
